import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The program of an environment to what runs in its place. */
const standIns = { litellm: '../litellm/stand-in.ts', python3: '../litellm-sdk/stand-in.ts' } as const

export interface PythonEnvironment extends AsyncDisposable {
  readonly directory: string
  /** The program in it, which leaves `traceOfStart` and runs its stand-in. */
  readonly executable: string
  readonly traceOfStart: string
}

/** What a Python environment with this version of LiteLLM looks like on disk; without a version, with no metadata. */
export async function pythonEnvironment(
  version?: string,
  program: keyof typeof standIns = 'litellm',
): Promise<PythonEnvironment> {
  const standIn = fileURLToPath(new URL(standIns[program], import.meta.url))
  const directory = await mkdtemp(join(tmpdir(), 'python-environment-'))
  const packages = join(directory, 'lib', 'python3.12', 'site-packages')
  const executable = join(directory, 'bin', program)
  const traceOfStart = join(directory, 'started')
  await mkdir(join(directory, 'bin'))
  await mkdir(packages, { recursive: true })
  await mkdir(join(packages, 'litellm_enterprise-0.1.27.dist-info'))
  if (version !== undefined) await mkdir(join(packages, `litellm-${version}.dist-info`))
  await writeFile(executable, `#!/bin/sh\ntouch '${traceOfStart}'\nexec '${process.execPath}' '${standIn}' "$@"\n`)
  await chmod(executable, 0o700)
  return { directory, executable, traceOfStart, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) }
}
