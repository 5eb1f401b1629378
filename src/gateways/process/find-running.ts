import { gatewayNotReadyFault } from './faults.ts'
import { type Answer, waitUntilReady } from './readiness.ts'
import { readinessAt, type Setting } from './setting.ts'

/**
 * Waits for a gateway that somebody else starts.
 * @throws Fault E_GATEWAY_NOT_READY; the reason of `signal`
 */
export async function findRunning({ definition, name }: Setting, origin: string, signal: AbortSignal): Promise<void> {
  const readiness = readinessAt(origin, definition.ready)
  const over = new AbortController()
  let last: Answer | undefined
  const late = setTimeout(() => over.abort(gatewayNotReadyFault(name, readiness, last, undefined)), readiness.withinMs)
  try {
    await waitUntilReady(readiness, AbortSignal.any([signal, over.signal]), (answer) => {
      last = answer
    })
  } finally {
    clearTimeout(late)
  }
}
