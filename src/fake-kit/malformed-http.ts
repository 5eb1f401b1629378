import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { HeaderPair } from '../capture/exchange.ts'
import type { ExchangeRecorder } from '../capture/journal.ts'
import type { Refusal } from '../contract/contract.ts'
import type { Fake } from './fake.ts'

/** What Node's parser says about bytes that are no request. */
export interface HttpError extends Error {
  readonly code?: string
  /** The bytes, when there were any. */
  readonly rawPacket?: unknown
}

/** What a connection is busy with: `request`, one is being read; `reply`, one is being written. */
export type ConnectionState = 'idle' | 'request' | 'reply'

const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
}

/**
 * Answers bytes that never became a request, ends the connection, and records them as an exchange without method and
 * target; bytes within a request are recorded there. Nothing is written into a reply that is under way.
 */
export function answerMalformed(fake: Fake, error: HttpError, socket: Socket, state: ConnectionState): void {
  const isAlive = error.code !== 'ECONNRESET' && socket.writable
  const status = statuses[error.code ?? '']
  const malformed = fake.dialect.refusals.malformedHttp(error.message)
  const refusal = status === undefined ? malformed : { ...malformed, status }
  const isAnswered = isAlive && state !== 'reply'
  const bytes = Buffer.isBuffer(error.rawPacket) ? error.rawPacket : undefined
  // Of a request that came too slowly Node does not give the bytes; that it was answered is worth recording all the same.
  const isNews = state !== 'request' && (bytes !== undefined || isAnswered)
  const recorder = isNews ? record(fake, refusal, bytes ?? Buffer.alloc(0)) : undefined
  if (!isAnswered) {
    recorder?.fail(refusal.message)
    socket.destroy()
    return
  }
  const body = Buffer.from(
    JSON.stringify(fake.dialect.envelope(refusal, { now: Math.floor(fake.stage.clock() / 1000), limits: undefined })),
  )
  const headers: readonly HeaderPair[] = [
    ['Content-Type', 'application/json'],
    ['Content-Length', String(body.length)],
    ['Connection', 'close'],
  ]
  recorder?.head(refusal.status, headers)
  recorder?.frame(body)
  recorder?.end('complete')
  socket.end(Buffer.concat([headBytes(refusal.status, headers), body]))
}

function record(fake: Fake, { rule, status, message, hint }: Refusal, body: Buffer): ExchangeRecorder {
  const recorder = fake.stage.journal.open({
    hop: 'upstream',
    token: undefined,
    attribution: 'none',
    step: 0,
    provider: fake.provider,
    request: { method: '', target: '', headers: [], body },
  })
  recorder.verdict({ kind: 'refused', rule, status, message, hint })
  return recorder
}

function headBytes(status: number, headers: readonly HeaderPair[]): Buffer {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...headers.map((pair) => pair.join(': '))]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
}
