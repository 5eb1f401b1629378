import type { RecordedReply } from '../exchange.ts'
import { readChatEvents, readChatObject } from './chat-completions.ts'
import { type Content, type ContentReader, errorMessage } from './content.ts'
import { type DecodedReply, decodedReply } from './decoded.ts'
import { readResponseEvents, readResponseObject } from './responses.ts'

/** What a reply says, whatever surface and framing it came in. */
export type ReplyView =
  | ContentView
  | { readonly kind: 'error'; readonly status: number; readonly message: string }
  | { readonly kind: 'unreadable'; readonly reason: string }

export type ContentView = Content & { readonly kind: 'content'; readonly streamed: boolean }

const readers: Readonly<Record<string, ContentReader>> = {
  'chat-completions': { object: readChatObject, events: readChatEvents },
  responses: { object: readResponseObject, events: readResponseEvents },
}

/** Whether replies of this surface can be read. */
export function isReadable(surface: string): boolean {
  return Object.hasOwn(readers, surface)
}

/** Reads a recorded reply as the given surface. Never throws: what cannot be read says why. */
export function readReply(reply: RecordedReply, surface: string): ReplyView {
  const decoded = decodedReply(reply)
  if (reply.status >= 400) return { kind: 'error', status: reply.status, message: wordsOf(decoded) }
  const reader = readers[surface]
  if (reader === undefined) return unreadable(`no reader for the surface ${surface}`)
  if (decoded.kind === 'stream') return readStream(reply, decoded, reader)
  if (decoded.json === undefined) return unreadable(`the body is not JSON: ${excerpt(decoded.bytes)}`)
  const content = reader.object(decoded.json)
  return typeof content === 'string' ? unreadable(content) : { kind: 'content', streamed: false, ...content }
}

function wordsOf(decoded: DecodedReply): string {
  if (decoded.kind === 'body') return errorMessage(decoded.json, decoded.bytes)
  const text = decoded.events.map(({ data }) => data).join('\n')
  return errorMessage(decoded.events[0]?.json, Buffer.from(text))
}

function readStream(
  reply: RecordedReply,
  { events, rest }: Extract<DecodedReply, { kind: 'stream' }>,
  reader: ContentReader,
): ReplyView {
  if (reply.end === 'cut') return unreadable('the connection was cut before the stream ended')
  if (rest) return unreadable('the stream ends inside an event')
  const content = reader.events(events)
  if (typeof content === 'string') return unreadable(content)
  if (content.error !== undefined) return { kind: 'error', status: reply.status, message: content.error }
  return { kind: 'content', streamed: true, ...content }
}

function unreadable(reason: string): ReplyView {
  return { kind: 'unreadable', reason }
}

function excerpt(bytes: Buffer): string {
  const text = bytes.toString('utf8', 0, 200)
  return bytes.length > 200 ? `${text}…` : text || '(empty)'
}
