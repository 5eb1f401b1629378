import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const standIn = fileURLToPath(new URL('stand-in.ts', import.meta.url))

export interface PythonEnvironment extends AsyncDisposable {
  readonly directory: string
  /** `bin/litellm` in it, which runs `stand-in.ts` and then leaves this file. */
  readonly executable: string
  readonly traceOfStart: string
}

/** What a Python environment with this version of LiteLLM looks like on disk; without a version, with no metadata. */
export async function pythonEnvironment(version?: string): Promise<PythonEnvironment> {
  const directory = await mkdtemp(join(tmpdir(), 'python-environment-'))
  const packages = join(directory, 'lib', 'python3.12', 'site-packages')
  const executable = join(directory, 'bin', 'litellm')
  const traceOfStart = join(directory, 'started')
  await mkdir(join(directory, 'bin'))
  await mkdir(packages, { recursive: true })
  await mkdir(join(packages, 'litellm_enterprise-0.1.27.dist-info'))
  if (version !== undefined) await mkdir(join(packages, `litellm-${version}.dist-info`))
  await writeFile(executable, `#!/bin/sh\ntouch '${traceOfStart}'\nexec '${process.execPath}' '${standIn}' "$@"\n`)
  await chmod(executable, 0o700)
  return { directory, executable, traceOfStart, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) }
}
