import { createServer, type ServerResponse } from 'node:http'
import { serveParent } from './serve.ts'

/** A reply that the fake has given before. */
export interface Canned {
  readonly isStream: boolean
  readonly headers: readonly string[]
  /** Network writes, base64; of a whole reply the only one. */
  readonly writes: readonly string[]
}

/** The least that a fake can be: reads a request, parses it, writes a reply that it knows by heart. */
function serveCanned(replies: readonly Canned[]): void {
  const known = replies.map(({ isStream, headers, writes }) => {
    return { isStream, headers: [...headers], writes: writes.map((text) => Buffer.from(text, 'base64')) }
  })
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(pieces).toString())
      const isStream = typeof body === 'object' && body !== null && 'stream' in body
      const reply = known.find((each) => each.isStream === isStream)
      response.writeHead(200, reply?.headers)
      if (isStream) writeApart(response, reply?.writes ?? [], 0)
      else response.end(reply?.writes[0])
    })
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    serveParent(typeof address === 'object' ? (address?.port ?? 0) : 0)
  })
}

/** One network write an event, as the fake does it; otherwise Node joins them into one packet. */
function writeApart(response: ServerResponse, writes: readonly Buffer[], at: number): void {
  const bytes = writes[at]
  if (bytes === undefined) response.end()
  else response.write(bytes, () => setImmediate(writeApart, response, writes, at + 1))
}

process.once('message', (replies: readonly Canned[]) => serveCanned(replies))
