import { createParser } from 'eventsource-parser'
import { isRecord } from '../../contract/pointer.ts'
import type { ChatChunk, StreamFailure } from './bridge/chat-shapes.ts'
import type { ResponseEvent } from './bridge-back/response-shapes.ts'
import { type JsonObject, parseJson } from './json.ts'

/**
 * The JSON of every server-sent event, whatever pieces the bytes come in: a character or an event may be split anywhere.
 * Fails when the connection is cut, or when an event is no JSON object.
 */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<JsonObject> {
  for await (const data of readData(body)) if (data !== done) yield eventOf(data)
}

/** The chunks of a Chat stream, as `readEvents` has them. Fails as well when there is no `[DONE]`; what follows it is ignored. */
export async function* readChunks(body: AsyncIterable<Uint8Array>): AsyncGenerator<JsonObject> {
  let isDone = false
  for await (const data of readData(body)) {
    isDone ||= data === done
    if (!isDone) yield eventOf(data)
  }
  if (!isDone) throw new Error('the stream ended before [DONE]')
}

const done = '[DONE]'

function eventOf(data: string): JsonObject {
  const event = parseJson(data)
  if (!isRecord(event)) throw new Error('an event that is no JSON object')
  return event
}

async function* readData(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  const complete: string[] = []
  const parser = createParser({ onEvent: ({ data }) => complete.push(data) })
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes, { stream: true }))
    yield* complete.splice(0)
  }
}

/** Chat's framing: one `data:` per chunk and `[DONE]` at the end, which a failed stream never reaches. */
export async function* chunkFrames(chunks: AsyncIterable<ChatChunk | StreamFailure>): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    yield `data: ${JSON.stringify(chunk)}\n\n`
    if ('error' in chunk) return
  }
  yield `data: ${done}\n\n`
}

/** The framing of the Responses API: every event with its name, and no terminator. */
export async function* eventFrames(events: AsyncIterable<ResponseEvent>): AsyncGenerator<string> {
  for await (const event of events) yield `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}
