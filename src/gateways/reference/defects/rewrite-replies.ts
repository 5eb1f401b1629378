import type { AnsweredCall, ClientReply } from '../call.ts'
import type { JsonObject } from '../json.ts'
import type { Stages } from '../pipeline.ts'
import { isEventStream, readObject } from '../provider-reply.ts'
import { readEvents } from '../sse.ts'

/** Makes of a JSON reply, or of one event of a stream, what is written instead: nothing, one, or several. */
export type ReplyChange = (reply: JsonObject, call: AnsweredCall) => readonly JsonObject[]

/** Changes replies that stay on the client's surface. */
export function changingPassedReplies(stages: Stages, change: ReplyChange): Stages {
  return changingPassedBody(stages, (events, call) => changed(events, (event) => change(event, call)))
}

/** Changes streams that stay on the client's surface, and leaves JSON replies alone. */
export function changingPassedStreams(
  stages: Stages,
  change: (events: AsyncIterable<JsonObject>, call: AnsweredCall) => AsyncIterable<JsonObject | string>,
): Stages {
  return changingPassedBody(stages, (events, call) => (isEventStream(call) ? change(events, call) : events))
}

type Body = Exclude<ClientReply['body'], string | Uint8Array>

function changingPassedBody(
  stages: Stages,
  change: (events: AsyncIterable<JsonObject>, call: AnsweredCall) => AsyncIterable<JsonObject | string>,
): Stages {
  return {
    ...stages,
    passReply: (call) => {
      const reply = stages.passReply(call)
      const pieces = bytesOf(reply.body)
      const body = isEventStream(call)
        ? framed(change(readEvents(pieces), call), call)
        : written(change(objectIn(pieces), call))
      return { ...reply, body }
    },
  }
}

async function* changed(
  items: AsyncIterable<JsonObject>,
  change: (item: JsonObject) => readonly JsonObject[],
): AsyncGenerator<JsonObject> {
  for await (const item of items) yield* change(item)
}

async function* bytesOf(body: ClientReply['body']): AsyncGenerator<Uint8Array> {
  const pieces = typeof body === 'string' || body instanceof Uint8Array ? [body] : body
  for await (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece
}

async function* objectIn(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<JsonObject> {
  yield await readObject(pieces)
}

async function* written(documents: AsyncIterable<JsonObject | string>): Body {
  for await (const document of documents) yield JSON.stringify(document)
}

/** A string stands for itself: a `data:` that is no JSON. */
async function* framed(events: AsyncIterable<JsonObject | string>, { surface }: AnsweredCall): Body {
  const isNamed = surface === 'responses'
  for await (const event of events) {
    const name = isNamed && typeof event !== 'string' ? `event: ${String(event['type'])}\n` : ''
    yield `${name}data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`
  }
  if (!isNamed) yield 'data: [DONE]\n\n'
}
