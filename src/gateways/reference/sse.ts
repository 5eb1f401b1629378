import { createParser } from 'eventsource-parser'
import { isRecord } from '../../contract/pointer.ts'
import type { ChatChunk, StreamFailure } from './bridge/chat-shapes.ts'
import { type JsonObject, parseJson } from './json.ts'

/**
 * The JSON of every server-sent event, whatever pieces the bytes come in: a character or an event may be split anywhere.
 * Fails when the connection is cut, or when an event is no JSON object.
 */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<JsonObject> {
  const decoder = new TextDecoder()
  const complete: string[] = []
  const parser = createParser({ onEvent: ({ data }) => complete.push(data) })
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes, { stream: true }))
    for (const data of complete.splice(0)) {
      if (data === '[DONE]') continue
      const event = parseJson(data)
      if (!isRecord(event)) throw new Error('an event that is no JSON object')
      yield event
    }
  }
}

/** Chat's framing: one `data:` per chunk and `[DONE]` at the end, which a failed stream never reaches. */
export async function* eventFrames(chunks: AsyncIterable<ChatChunk | StreamFailure>): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    yield `data: ${JSON.stringify(chunk)}\n\n`
    if ('error' in chunk) return
  }
  yield 'data: [DONE]\n\n'
}
