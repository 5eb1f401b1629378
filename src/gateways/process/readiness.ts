import { get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/** When a gateway counts as started: it answers a GET of `url` with `status`. */
export interface Readiness {
  readonly url: string
  readonly status: number
  readonly withinMs: number
}

const pollMs = 100
/** One probe; a gateway that takes connections before it serves them must not use up the whole deadline. */
const probeMs = 2000

/**
 * Asks until the answer is right. Knows no deadline of its own.
 * @throws the reason of `signal`
 */
export async function waitUntilReady(readiness: Readiness, signal: AbortSignal): Promise<void> {
  while ((await probe(readiness.url, signal)) !== readiness.status) {
    await pause(pollMs, undefined, { signal }).catch(() => signal.throwIfAborted())
  }
  signal.throwIfAborted()
}

/** Without keep-alive: a connection that stays open would delay the gateway's stop. */
function probe(url: string, signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve) => {
    const options = { agent: false, signal: AbortSignal.any([signal, AbortSignal.timeout(probeMs)]) }
    const request = get(url, options, (reply) => {
      reply.destroy()
      resolve(reply.statusCode)
    })
    request.on('error', () => resolve(undefined))
  })
}
