import { get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/** When a gateway counts as started: it answers a GET of `url` so. */
export interface Readiness {
  readonly url: string
  readonly status: number
  /** Where a status says too little: a user interface answers 200 to every path. */
  readonly matches?: RegExp
  readonly withinMs: number
}

export interface Answer {
  readonly status: number
  readonly contentType: string
  /** Its beginning. */
  readonly body: string
}

const pollMs = 100
/** One probe; a gateway that takes connections before it serves them must not use up the whole deadline. */
const probeMs = 2000
const bodyCharacters = 64 * 1024

/**
 * Asks until the answer is right. Knows no deadline of its own.
 * @param told every answer that is not
 * @throws the reason of `signal`
 */
export async function waitUntilReady(
  readiness: Readiness,
  signal: AbortSignal,
  told: (answer: Answer) => void = () => {},
): Promise<void> {
  for (;;) {
    const answer = await ask(readiness.url, {}, signal)
    signal.throwIfAborted()
    if (answer !== undefined && isRight(answer, readiness)) return
    if (answer !== undefined) told(answer)
    await pause(pollMs, undefined, { signal }).catch(() => signal.throwIfAborted())
  }
}

function isRight({ status, body }: Answer, readiness: Readiness): boolean {
  return status === readiness.status && readiness.matches?.test(body) !== false
}

/**
 * One GET, without keep-alive: a connection that stays open would delay the gateway's stop.
 * @returns undefined when there was no answer within two seconds
 */
export async function ask(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(probeMs)])
  return await new Promise((resolve) => {
    const request = get(url, { agent: false, headers, signal: over }, (reply) => {
      const { statusCode: status = 0 } = reply
      const contentType = reply.headers['content-type'] ?? ''
      let body = ''
      const answered = () => {
        resolve({ status, contentType, body })
        reply.destroy()
      }
      reply.setEncoding('utf8').on('data', (piece: string) => {
        body += piece
        if (body.length >= bodyCharacters) answered()
      })
      reply.on('end', answered).on('error', answered)
    })
    request.on('error', () => resolve(undefined))
  })
}
