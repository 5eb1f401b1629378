import type { Child } from './child.ts'
import { gatewayDiedFault, gatewayNotReadyFault } from './faults.ts'
import { type Answer, type Readiness, waitUntilReady } from './readiness.ts'

/** Whatever a gateway runs in: a process with its group, or a container. */
export type Runner = Pick<Child, 'output' | 'ended' | 'stop'>

/** Disposing it ends the gateway and all that belongs to it. */
export interface Supervised extends AsyncDisposable {
  logs(): string
  /** Resolves, with a sentence, if it ends by itself; never rejects. */
  readonly died: Promise<string>
}

/** @param cleanUp what is left to do once the runner is gone */
export function supervise(
  name: string,
  runner: Runner,
  signal: AbortSignal,
  cleanUp: () => Promise<void> = async () => {},
): Supervised {
  let isStopped = false
  let stopping: Promise<void> | undefined
  const stop = () => {
    isStopped = true
    signal.removeEventListener('abort', stopOnAbort)
    stopping ??= runner.stop().then(cleanUp)
    return stopping
  }
  // Whoever disposes it afterwards gets the same promise, and with it the error.
  const stopOnAbort = () => void stop().catch(() => {})
  signal.addEventListener('abort', stopOnAbort)
  const died = new Promise<string>((resolve) => {
    void runner.ended.then((end) => {
      if (!isStopped) resolve(`${name} ${end}`)
    })
  })
  return { logs: runner.output, died, [Symbol.asyncDispose]: stop }
}

/** @throws Fault E_GATEWAY_DIED | E_GATEWAY_NOT_READY; the reason of `signal` */
export async function becomeReady(
  name: string,
  readiness: Readiness,
  runner: Runner,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController()
  let last: Answer | undefined
  const late = setTimeout(
    () => over.abort(gatewayNotReadyFault(name, readiness, last, runner.output())),
    readiness.withinMs,
  )
  void runner.ended.then((end) => over.abort(gatewayDiedFault(name, end, runner.output())))
  try {
    await waitUntilReady(readiness, AbortSignal.any([signal, over.signal]), (answer) => {
      last = answer
    })
  } finally {
    clearTimeout(late)
  }
}
