import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isRecord } from '../../../src/contract/pointer.ts'

/** A request as it arrived at the provider's side. */
export interface UpstreamRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Names and values in turn, as on the wire. */
  readonly rawHeaders: readonly string[]
  readonly text: string
  /** The parsed text; `{}` where it is no JSON object. */
  readonly body: Record<string, unknown>
}

export type Answer = (response: ServerResponse, request: UpstreamRequest) => void

/** A provider's place on 127.0.0.1 that records what arrives and answers as it is told. */
export interface Upstream extends AsyncDisposable {
  /** Without a path. */
  readonly origin: string
  readonly requests: readonly UpstreamRequest[]
  /** The last request. Throws when there was none. */
  last(): UpstreamRequest
}

export async function startUpstream(answer: Answer): Promise<Upstream> {
  const requests: UpstreamRequest[] = []
  const server = createServer(async (incoming, response) => {
    const pieces: Buffer[] = []
    for await (const piece of incoming) pieces.push(piece)
    const text = Buffer.concat(pieces).toString('utf8')
    const { method = '', url: path = '', headers, rawHeaders } = incoming
    const parsed: unknown = text === '' ? {} : JSON.parse(text)
    const request = { method, path, headers, rawHeaders, text, body: isRecord(parsed) ? parsed : {} }
    requests.push(request)
    answer(response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    last: () => {
      const last = requests.at(-1)
      if (!last) throw new Error('nothing arrived upstream')
      return last
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function answerJson(body: unknown, status = 200): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-ratelimit-limit-requests': '5000' })
    response.end(JSON.stringify(body))
  }
}

/** Each piece is one network write, the next only when the last has gone out. */
export function answerPieces(pieces: readonly (string | Uint8Array)[], end: 'complete' | 'cut' = 'complete'): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    const write = (index: number): void => {
      const piece = pieces[index]
      if (piece !== undefined) response.write(piece, () => setImmediate(write, index + 1))
      else if (end === 'complete') response.end()
      else response.destroy()
    }
    write(0)
  }
}

export function answerEvents(events: readonly object[], end: 'complete' | 'cut' = 'complete'): Answer {
  return answerPieces(events.map(eventText), end)
}

/** A Responses event as OpenAI frames it, a chat chunk without `event:`. */
export function eventText(event: object): string {
  const name = 'type' in event ? `event: ${event.type}\n` : ''
  return `${name}data: ${JSON.stringify(event)}\n\n`
}
