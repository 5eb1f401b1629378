import { bodyBytes, decodedBody, headerOf, parsedJson } from '../body.ts'
import type { Frame, RecordedReply } from '../exchange.ts'
import { parseSse, type SseEvent } from '../sse.ts'

/** One server-sent event with its parsed `data:`. */
export interface StreamEvent extends SseEvent {
  /** `undefined` when the data is not JSON. */
  readonly json: unknown
}

export type DecodedReply =
  | { readonly kind: 'body'; readonly bytes: Buffer; readonly json: unknown }
  | {
      readonly kind: 'stream'
      readonly events: readonly StreamEvent[]
      /** The bytes end inside an event. */
      readonly rest: boolean
    }

/** Many checks look at one reply. What was recorded only ever grows, so that the number of frames tells whether it is the same. */
const known = new WeakMap<readonly Frame[], { readonly length: number; readonly decoded: DecodedReply }>()

/** The bytes of a reply, parsed: a stream by its content type, or by its first bytes where it has none. */
export function decodedReply(reply: RecordedReply): DecodedReply {
  const { frames } = reply
  const found = known.get(frames)
  if (found?.length === frames.length) return found.decoded
  const decoded = decode(reply)
  known.set(frames, { length: frames.length, decoded })
  return decoded
}

/** The events of a stream; `undefined` for a reply of another kind, or none. */
export function streamEvents(reply: RecordedReply | undefined): readonly StreamEvent[] | undefined {
  if (reply === undefined || reply.status >= 400) return undefined
  const decoded = decodedReply(reply)
  return decoded.kind === 'stream' ? decoded.events : undefined
}

function decode(reply: RecordedReply): DecodedReply {
  const bytes = decodedBody(reply.headers, bodyBytes(reply))
  if (!isStream(reply, bytes)) return { kind: 'body', bytes, json: parsedJson(bytes) }
  const { events, rest } = parseSse(bytes)
  return { kind: 'stream', events: events.map((event) => ({ ...event, json: parsedJson(event.data) })), rest }
}

/** Some back ends leave the content type out: the bytes decide then. */
function isStream({ headers }: RecordedReply, bytes: Buffer): boolean {
  const type = headerOf(headers, 'content-type')
  return type === undefined
    ? /^(?:event|data|:)/.test(bytes.toString('utf8', 0, 6))
    : type.includes('text/event-stream')
}
