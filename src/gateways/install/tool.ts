import { startChild } from '../process/child.ts'
import { findExecutable } from '../process/find-executable.ts'
import { toolFailedFault, toolMissingFault } from './faults.ts'
import type { InstallCommand } from './steps.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Runs npm, pip or the like to its end, in a process group of its own.
 * @param folder its working directory; removed if this process ends first
 * @throws Fault E_INSTALL_TOOL | E_INSTALL_FAILED; the reason of `signal`
 */
export async function runTool(
  { program, args, needed }: InstallCommand,
  folder: string,
  env: Environment,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted()
  const environment = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  const executable = findExecutable(program, environment['PATH'])
  if (executable === undefined) throw toolMissingFault(program, needed)
  const child = await startChild({ executable, args, directory: folder, environment }).catch((cause: unknown) => {
    throw toolMissingFault(program, needed, cause)
  })
  const stop = () => void child.stop()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  try {
    const end = await child.ended
    signal.throwIfAborted()
    if (end !== 'ended with exit code 0') throw toolFailedFault([program, ...args].join(' '), end, child.output())
  } finally {
    signal.removeEventListener('abort', stop)
    await child.stop()
  }
}
