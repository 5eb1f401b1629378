import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The executable. */
    codex: string
  }
}

export const codexVersion = '0.169.0'

/**
 * Installs Codex into a folder of its own, which is removed afterwards; 404 MB. `WATERTIGHT_CODEX` names an executable
 * that is there already.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['WATERTIGHT_CODEX']
  if (given !== undefined) {
    project.provide('codex', given)
    return undefined
  }
  const folder = await mkdtemp(join(tmpdir(), 'watertight-codex-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await promisify(execFile)('npm', [
      'install',
      '--prefix',
      folder,
      '--no-audit',
      '--no-fund',
      `@openai/codex@${codexVersion}`,
    ])
  } catch (error) {
    await remove()
    throw error
  }
  project.provide('codex', join(folder, 'node_modules', '.bin', 'codex'))
  return remove
}
