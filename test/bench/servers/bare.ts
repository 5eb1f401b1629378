import { createServer, type ServerResponse } from 'node:http'
import { serveParent } from './serve.ts'

/** A reply that the fake has given before. */
export interface Canned {
  /** Of the request that it answers. */
  readonly path: string
  readonly isStream: boolean
  readonly headers: readonly string[]
  /** Network writes, base64; of a whole reply the only one. */
  readonly writes: readonly string[]
}

/** The least that a fake can be: reads a request, parses it, writes a reply that it knows by heart. */
function serveCanned(replies: readonly Canned[]): void {
  const known = new Map(replies.map((reply) => [reply.path, uncanned(reply)]))
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      JSON.parse(Buffer.concat(pieces).toString())
      const reply = known.get(request.url ?? '')
      response.writeHead(200, reply?.headers)
      if (reply?.isStream) writeApart(response, reply.writes, 0)
      else response.end(reply?.writes[0])
    })
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    serveParent(typeof address === 'object' ? (address?.port ?? 0) : 0)
  })
}

function uncanned({ isStream, headers, writes }: Canned) {
  return { isStream, headers: [...headers], writes: writes.map((text) => Buffer.from(text, 'base64')) }
}

/** One network write an event, as the fake does it; otherwise Node joins them into one packet. */
function writeApart(response: ServerResponse, writes: readonly Buffer[], at: number): void {
  const bytes = writes[at]
  if (at >= writes.length - 1) response.end(bytes)
  else response.write(bytes, () => setImmediate(writeApart, response, writes, at + 1))
}

process.once('message', (replies: readonly Canned[]) => serveCanned(replies))
