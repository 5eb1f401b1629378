import { bodyBytes, decodedBody, headerOf, parsedJson } from '../body.ts'
import type { RecordedReply } from '../exchange.ts'
import { parseSse, type SseEvent } from '../sse.ts'
import { readChatEvents, readChatObject } from './chat-completions.ts'
import { type Content, type ContentReader, errorMessage } from './content.ts'
import { readResponseEvents, readResponseObject } from './responses.ts'

/** What a reply says, whatever surface and framing it came in. */
export type ReplyView =
  | (Content & { readonly kind: 'content'; readonly streamed: boolean })
  | { readonly kind: 'error'; readonly status: number; readonly message: string }
  | { readonly kind: 'unreadable'; readonly reason: string }

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
  const reader = readers[surface]
  if (reader === undefined) return unreadable(`no reader for the surface ${surface}`)
  const bytes = decodedBody(reply.headers, bodyBytes(reply))
  if (reply.status >= 400)
    return { kind: 'error', status: reply.status, message: errorMessage(parsedJson(bytes), bytes) }
  if (isStream(reply, bytes)) return readStream(reply, parseSse(bytes), reader)
  const body = parsedJson(bytes)
  if (body === undefined) return unreadable(`the body is not JSON: ${excerpt(bytes)}`)
  const content = reader.object(body)
  return typeof content === 'string' ? unreadable(content) : { kind: 'content', streamed: false, ...content }
}

/** Some back ends leave the content type out: the bytes decide then. */
function isStream(reply: RecordedReply, bytes: Buffer): boolean {
  const type = headerOf(reply.headers, 'content-type')
  return type === undefined
    ? /^(?:event|data|:)/.test(bytes.toString('utf8', 0, 6))
    : type.includes('text/event-stream')
}

function readStream(
  reply: RecordedReply,
  stream: { readonly events: readonly SseEvent[]; readonly rest: boolean },
  reader: ContentReader,
): ReplyView {
  if (reply.end === 'cut') return unreadable('the connection was cut before the stream ended')
  if (stream.rest) return unreadable('the stream ends inside an event')
  const content = reader.events(stream.events)
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
