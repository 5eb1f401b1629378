import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { HeaderPair } from '../capture/exchange.ts'
import type { ExchangeRecorder } from '../capture/journal.ts'
import { resetConnection } from './tls/plain-socket.ts'
import type { WireAct } from './wire-acts.ts'

/** A reply as it goes onto the wire. */
export interface WireReply {
  readonly status: number
  /** Absent: no such header. */
  readonly contentType: string | undefined
  /** Without framing headers, unless they are the reply's own. */
  readonly headers: readonly HeaderPair[]
  /** The length that is announced of a body, or `stream`: chunks, each a network write of its own. */
  readonly framing: { readonly length: number } | 'stream'
  /** Framing headers, in lower case, that the reply has of its own. */
  readonly own?: ReadonlySet<string>
  readonly acts: readonly WireAct[]
}

/** Resolves after so many milliseconds; rejects at once when the signal is aborted. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<unknown>

export interface Clock {
  /** Now, as HTTP writes it. */
  httpDate(): string
  readonly wait: Wait
}

export const waitInTime: Wait = (ms, signal) => sleep(ms, undefined, { signal })

/** A reset throws away what the peer has not read yet, so it is given this long to read what belongs to the reply. */
const readingMs = 10

/** How long a connection that is closed for writing waits for its client to go. */
const halfOpenMs = 60_000

/** Records and writes. Returns when everything was handed to the socket, or the connection has ended. */
export async function writeReply(
  outgoing: ServerResponse,
  reply: WireReply,
  recorder: ExchangeRecorder,
  clock: Clock,
): Promise<void> {
  outgoing.on('close', () => {
    recorder.end(outgoing.writableFinished ? 'complete' : 'cut')
    if (!outgoing.headersSent) recorder.fail('the connection ended before the reply began')
  })
  let left = reply.acts.length
  for (const act of reply.acts) {
    left -= 1
    if (outgoing.destroyed) return
    switch (act.kind) {
      case 'head':
        writeHead(outgoing, reply, recorder, clock)
        if (outgoing.req.method !== 'HEAD') break
        outgoing.end()
        return
      case 'write':
        recorder.frame(act.bytes)
        if (left === 0) {
          if (reply.framing === 'stream') outgoing.end(act.bytes)
          else endWith(outgoing, act.bytes)
          return
        }
        await written(outgoing, act.bytes)
        break
      case 'wait':
        await pause(outgoing, act.ms, clock.wait)
        break
      case 'cut':
        await cut(outgoing, act.by, clock.wait)
        return
    }
  }
  outgoing.end()
}

function writeHead(outgoing: ServerResponse, reply: WireReply, recorder: ExchangeRecorder, clock: Clock): void {
  const framing = framingHeaders(outgoing, reply, clock.httpDate())
  const { own } = reply
  const ours = own === undefined ? framing : framing.filter(([name]) => !own.has(name.toLowerCase()))
  const headers = ours.concat(reply.headers)
  recorder.head(reply.status, headers)
  outgoing.writeHead(reply.status, flat(headers))
}

/** Named here, all of them, so that Node adds none that the journal does not know of. */
function framingHeaders(outgoing: ServerResponse, reply: WireReply, date: string): readonly HeaderPair[] {
  const headers: HeaderPair[] = [['Date', date]]
  if (reply.contentType !== undefined) headers.push(['Content-Type', reply.contentType])
  if (reply.framing !== 'stream') headers.push(['Content-Length', String(reply.framing.length)])
  else if (outgoing.req.httpVersion !== '1.0') headers.push(chunked)
  // HTTP/1.0 has no chunks: there the end of the connection is the end of the body.
  else outgoing.shouldKeepAlive = false
  headers.push(outgoing.shouldKeepAlive ? keepAlive : close)
  return headers
}

// One of each for all replies: the journal keeps them.
const chunked: HeaderPair = ['Transfer-Encoding', 'chunked']
const keepAlive: HeaderPair = ['Connection', 'keep-alive']
const close: HeaderPair = ['Connection', 'close']

/** Names and values in one list: the form in which Node keeps their order and case. */
function flat(headers: readonly HeaderPair[]): string[] {
  const list: string[] = []
  for (const [name, value] of headers) list.push(name, value)
  return list
}

/** Above this a copy costs more than it gains. */
const shortBytes = 16 * 1024

/** The last bytes of a reply. Node joins text with the head into one write, a sixth cheaper; Latin-1 keeps every byte. */
function endWith(outgoing: ServerResponse, bytes: Buffer): void {
  if (bytes.length > shortBytes) outgoing.end(bytes)
  else outgoing.end(bytes.toString('latin1'), 'latin1')
}

/** Each piece leaves in a turn of the event loop of its own; otherwise Node joins them into one packet. */
function written(outgoing: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    outgoing.write(bytes, () => setImmediate(resolve))
  })
}

/** Ends at once when the connection does. */
async function pause(outgoing: ServerResponse, ms: number, wait: Wait): Promise<void> {
  if (outgoing.headersSent) outgoing.flushHeaders()
  const gone = new AbortController()
  const leave = () => gone.abort()
  outgoing.once('close', leave)
  try {
    await wait(ms, gone.signal)
  } catch (error) {
    if (!gone.signal.aborted) throw error
  } finally {
    outgoing.off('close', leave)
  }
}

async function cut(outgoing: ServerResponse, by: 'reset' | 'close' | 'half-close', wait: Wait): Promise<void> {
  if (outgoing.headersSent) outgoing.flushHeaders()
  const { socket } = outgoing
  switch (by) {
    case 'reset':
      if (outgoing.headersSent) await pause(outgoing, readingMs, wait)
      if (socket !== null) resetConnection(socket)
      break
    case 'close':
      socket?.destroySoon()
      break
    case 'half-close':
      socket?.end()
      await pause(outgoing, halfOpenMs, wait)
      socket?.destroy()
      break
  }
}
