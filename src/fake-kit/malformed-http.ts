import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Fake } from './fake.ts'

/** What Node's parser says about bytes that are no request. */
export interface HttpError extends Error {
  readonly code?: string
  readonly rawPacket?: Buffer
}

const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
}

/**
 * Answers bytes that never became a request, and records them as one without method and target.
 * @param isWithinRequest the fault lies in a request that is already being read, and is recorded there
 */
export function answerMalformed(fake: Fake, error: HttpError, socket: Socket, isWithinRequest: boolean): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const refusal = fake.dialect.refusals.malformedHttp(error.message)
  const status = statuses[error.code ?? ''] ?? refusal.status
  const body = Buffer.from(JSON.stringify(fake.dialect.envelope(refusal)))
  const headers = [
    ['Content-Type', 'application/json'],
    ['Content-Length', String(body.length)],
    ['Connection', 'close'],
  ] as const
  if (error.rawPacket !== undefined && !isWithinRequest) {
    const request = { method: '', target: '', headers: [], body: error.rawPacket }
    const recorder = fake.stage.journal.open({
      hop: 'upstream',
      token: undefined,
      attribution: 'none',
      step: 0,
      provider: fake.provider,
      request,
    })
    const { rule, message, hint } = refusal
    recorder.verdict({ kind: 'refused', rule, status, message, hint })
    recorder.head(status, headers)
    recorder.frame(body)
    recorder.end('complete')
  }
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...headers.map((pair) => pair.join(': '))]
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]))
}
