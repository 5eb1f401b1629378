import type { ServerResponse } from 'node:http'
import type { HeaderPair } from '../capture/exchange.ts'
import type { ExchangeRecorder } from '../capture/journal.ts'

interface ReplyHead {
  readonly status: number
  /** `undefined`: the reply does not say what it is. */
  readonly contentType: string | undefined
  /** Without framing headers. */
  readonly headers: readonly HeaderPair[]
}

/** A reply as it goes onto the wire: one body of known length, or chunks, each a network write of its own. */
export type WireReply = ReplyHead &
  (
    | { readonly framing: 'whole'; readonly body: Buffer }
    | { readonly framing: 'stream'; readonly writes: readonly Buffer[] }
  )

/** Records and writes. Returns when everything was handed to the socket, or the client has gone. */
export async function writeReply(
  outgoing: ServerResponse,
  reply: WireReply,
  recorder: ExchangeRecorder,
  date: string,
): Promise<void> {
  const headers = [...framingHeaders(outgoing, reply, date), ...reply.headers]
  outgoing.on('close', () => recorder.end(outgoing.writableFinished ? 'complete' : 'cut'))
  recorder.head(reply.status, headers)
  outgoing.writeHead(reply.status, flat(headers))
  if (outgoing.req.method === 'HEAD') {
    outgoing.end()
  } else if (reply.framing === 'whole') {
    recorder.frame(reply.body)
    outgoing.end(reply.body)
  } else {
    await writeApart(outgoing, reply.writes, recorder)
    outgoing.end()
  }
}

/** Named here, all of them, so that Node adds none that the journal does not know of. */
function framingHeaders(outgoing: ServerResponse, reply: WireReply, date: string): readonly HeaderPair[] {
  const length: readonly HeaderPair[] =
    reply.framing === 'whole' ? [['Content-Length', String(reply.body.length)]] : streamFraming(outgoing)
  const type: readonly HeaderPair[] = reply.contentType === undefined ? [] : [['Content-Type', reply.contentType]]
  return [['Date', date], ...type, ...length, ['Connection', outgoing.shouldKeepAlive ? 'keep-alive' : 'close']]
}

/** HTTP/1.0 has no chunks: there the end of the connection is the end of the body. */
function streamFraming(outgoing: ServerResponse): readonly HeaderPair[] {
  if (outgoing.req.httpVersion !== '1.0') return [['Transfer-Encoding', 'chunked']]
  outgoing.shouldKeepAlive = false
  return []
}

/** Names and values in one list: the form in which Node keeps their order and case. */
function flat(headers: readonly HeaderPair[]): string[] {
  const list: string[] = []
  for (const [name, value] of headers) list.push(name, value)
  return list
}

/** Each piece leaves in a turn of the event loop of its own; otherwise Node joins them into one packet. */
async function writeApart(
  outgoing: ServerResponse,
  writes: readonly Buffer[],
  recorder: ExchangeRecorder,
): Promise<void> {
  for (const bytes of writes) {
    if (outgoing.destroyed) return
    recorder.frame(bytes)
    await new Promise<void>((resolve) => {
      outgoing.write(bytes, () => setImmediate(resolve))
    })
  }
}
