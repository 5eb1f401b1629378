import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Child, startChild } from './child.ts'
import { scrubbedEnvironment } from './environment.ts'
import { gatewayNotFoundFault } from './faults.ts'
import { findExecutable } from './find-executable.ts'
import type { Readiness } from './readiness.ts'
import { becomeReady, type Supervised, supervise } from './supervise.ts'

/** A gateway that writes more than this below its directory is filling the disk. */
const mostBytes = 1024 ** 3

/** A gateway as a child process. Data only: everything is written, started and probed by `startGatewayProcess`. */
export interface ProcessPlan {
  /** As messages call it: `LiteLLM`. */
  readonly name: string
  /** A path, or a name that is looked up in `path`. */
  readonly executable: string
  readonly args: readonly string[]
  /** PATH of the operator. */
  readonly path: string | undefined
  /** Besides PATH, HOME, TMPDIR and LANG; there is nothing else of ours in its environment. */
  readonly environment: Readonly<Record<string, string>>
  /** Path to text; written into its working directory, which is new, private and removed at the end. */
  readonly files: Readonly<Record<string, string>>
  readonly readiness: Readiness
  /** How to get the executable, as an imperative sentence. */
  readonly install: string
}

/** Disposing it ends the process, everything it started, and its directory. */
export interface GatewayProcess extends Supervised {
  /** Pid of the process and id of its group. */
  readonly pid: number
}

/**
 * Resolves when the gateway is ready. Aborting `signal` stops it, before and after that.
 * @param planned the plan, or what makes it of its working directory
 * @throws Fault E_GATEWAY_NOT_FOUND | E_GATEWAY_DIED | E_GATEWAY_NOT_READY
 * @throws the reason of `signal`
 */
export async function startGatewayProcess(
  planned: ProcessPlan | ((directory: string) => ProcessPlan),
  signal: AbortSignal,
): Promise<GatewayProcess> {
  signal.throwIfAborted()
  const directory = await mkdtemp(join(tmpdir(), 'watertight-'))
  const { plan, child } = await startIn(directory, planned).catch(async (cause) => {
    await removeDirectory(directory)
    throw cause
  })
  const gateway = supervise(plan.name, child, signal, () => removeDirectory(directory))
  try {
    await becomeReady(plan.name, plan.readiness, child, signal)
    return { ...gateway, pid: child.pid }
  } catch (cause) {
    await gateway[Symbol.asyncDispose]()
    throw cause
  }
}

async function startIn(
  directory: string,
  planned: ProcessPlan | ((directory: string) => ProcessPlan),
): Promise<{ readonly plan: ProcessPlan; readonly child: Child }> {
  const plan = typeof planned === 'function' ? planned(directory) : planned
  const executable = findExecutable(plan.executable, plan.path)
  if (executable === undefined) throw gatewayNotFoundFault(plan.name, plan.executable, plan.install)
  for (const [name, text] of Object.entries(plan.files)) await writePrivately(join(directory, name), text)
  const environment = scrubbedEnvironment(directory, plan.path, plan.environment)
  try {
    return { plan, child: await startChild({ executable, args: plan.args, directory, environment, mostBytes }) }
  } catch (cause) {
    throw gatewayNotFoundFault(plan.name, executable, plan.install, cause)
  }
}

async function writePrivately(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, text, { mode: 0o600 })
}

async function removeDirectory(directory: string): Promise<void> {
  // A process that is being killed may still write into it.
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}
