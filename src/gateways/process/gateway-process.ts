import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Child, startChild } from './child.ts'
import { scrubbedEnvironment } from './environment.ts'
import { gatewayDiedFault, gatewayNotFoundFault, gatewayNotReadyFault } from './faults.ts'
import { findExecutable } from './find-executable.ts'
import { type Answer, type Readiness, waitUntilReady } from './readiness.ts'

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
export interface GatewayProcess extends AsyncDisposable {
  /** Pid of the process and id of its group. */
  readonly pid: number
  logs(): string
  /** Resolves, with a sentence, if it ends by itself; never rejects. */
  readonly died: Promise<string>
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
  const gateway = superviseChild(plan.name, child, directory, signal)
  try {
    await becomeReady(plan, child, signal)
    return gateway
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
    return { plan, child: await startChild({ executable, args: plan.args, directory, environment }) }
  } catch (cause) {
    throw gatewayNotFoundFault(plan.name, executable, plan.install, cause)
  }
}

async function writePrivately(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, text, { mode: 0o600 })
}

function superviseChild(name: string, child: Child, directory: string, signal: AbortSignal): GatewayProcess {
  let isStopped = false
  let stopping: Promise<void> | undefined
  const stop = () => {
    isStopped = true
    signal.removeEventListener('abort', stopOnAbort)
    stopping ??= child.stop().then(() => removeDirectory(directory))
    return stopping
  }
  // Whoever disposes it afterwards gets the same promise, and with it the error.
  const stopOnAbort = () => void stop().catch(() => {})
  signal.addEventListener('abort', stopOnAbort)
  const died = new Promise<string>((resolve) => {
    void child.ended.then((end) => {
      if (!isStopped) resolve(`${name} ${end}`)
    })
  })
  return { pid: child.pid, logs: child.output, died, [Symbol.asyncDispose]: stop }
}

async function becomeReady({ name, readiness }: ProcessPlan, child: Child, signal: AbortSignal): Promise<void> {
  const over = new AbortController()
  let last: Answer | undefined
  const late = setTimeout(
    () => over.abort(gatewayNotReadyFault(name, readiness, last, child.output())),
    readiness.withinMs,
  )
  void child.ended.then((end) => over.abort(gatewayDiedFault(name, end, child.output())))
  try {
    await waitUntilReady(readiness, AbortSignal.any([signal, over.signal]), (answer) => {
      last = answer
    })
  } finally {
    clearTimeout(late)
  }
}

async function removeDirectory(directory: string): Promise<void> {
  // A process that is being killed may still write into it.
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}
