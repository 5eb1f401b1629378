import { type JsonObject, membersOf, objectsIn, textOf } from '../json.ts'
import { endOf, headOf, logprobsOf, responseErrorOf, usageOf } from './chat-parts.ts'
import { closeOutput, createOutput, type EventBody, type Output, say, sayCall } from './output.ts'
import { type ResponseAsked, responseObject } from './response-object.ts'
import type { ResponseEvent, ResponseHead, ResponseState, ResponseUsage } from './response-shapes.ts'

/**
 * A Chat stream as the events of a Responses stream, each as soon as its chunk is there. A stream that the provider fails, or
 * that breaks off before it said why it ends, ends as a failed response.
 * @param chunks until `[DONE]`; fails when the stream ends before it
 */
export async function* responseEvents(
  chunks: AsyncIterable<JsonObject>,
  asked: ResponseAsked,
): AsyncGenerator<ResponseEvent> {
  let sequence_number = 0
  for await (const { type, ...members } of eventBodies(chunks, asked)) {
    yield { type, sequence_number: sequence_number++, ...members }
  }
}

interface Stream {
  readonly asked: ResponseAsked
  readonly head: ResponseHead
  readonly output: Output
  finish: string | undefined
  usage: ResponseUsage | undefined
}

async function* eventBodies(chunks: AsyncIterable<JsonObject>, asked: ResponseAsked): AsyncGenerator<EventBody> {
  let stream: Stream | undefined
  let error: unknown
  try {
    for await (const chunk of chunks) {
      error ??= chunk['error']
      // What follows an error is read, so that the connection ends well, and ignored. The first chunk of Azure speaks of the prompt alone.
      if (error != null || (stream === undefined && objectsIn(chunk['choices']).length === 0)) continue
      if (stream === undefined) {
        stream = begin(headOf(chunk, asked.model), asked)
        yield* beginning(stream)
      }
      yield* eventsOf(chunk, stream)
    }
  } catch {
    if (stream?.finish === undefined) error ??= { message: "The provider's reply was cut." }
  }
  if (stream === undefined) {
    stream = begin(headOf({}, asked.model), asked)
    yield* beginning(stream)
    error ??= { message: 'The provider said nothing.' }
  }
  yield* error == null ? ending(stream) : [failure(stream, error)]
}

function begin(head: ResponseHead, asked: ResponseAsked): Stream {
  return { asked, head, output: createOutput(head.id), finish: undefined, usage: undefined }
}

function beginning(stream: Stream): EventBody[] {
  const response = responseIn(stream, { status: 'in_progress', output: [] })
  return [
    { type: 'response.created', response },
    { type: 'response.in_progress', response },
  ]
}

function eventsOf(chunk: JsonObject, stream: Stream): EventBody[] {
  if (chunk['usage'] != null) stream.usage = usageOf(membersOf(chunk['usage']))
  const [choice] = objectsIn(chunk['choices'])
  if (!choice) return []
  const { content, refusal, tool_calls } = membersOf(choice['delta'])
  const padding = typeof chunk['obfuscation'] === 'string' ? { obfuscation: chunk['obfuscation'] } : {}
  const spoken = { logprobs: logprobsOf(choice['logprobs']), ...padding }
  if (typeof choice['finish_reason'] === 'string') stream.finish = choice['finish_reason']
  return [
    ...say(stream.output, 'output_text', textOf(content), spoken),
    ...say(stream.output, 'refusal', textOf(refusal), padding),
    ...objectsIn(tool_calls).flatMap((call) => sayCall(stream.output, call, padding)),
  ]
}

function ending(stream: Stream): EventBody[] {
  const { output, finish, usage } = stream
  const end = endOf(finish)
  const closing = closeOutput(output, end.status)
  const response = responseIn(stream, { ...end, output: output.ended, usage })
  return [...closing, { type: `response.${end.status}`, response }]
}

function failure(stream: Stream, error: unknown): EventBody {
  const state: ResponseState = { status: 'failed', output: [], error: responseErrorOf(error) }
  return { type: 'response.failed', response: responseIn(stream, state) }
}

function responseIn({ head, asked }: Stream, state: ResponseState): JsonObject {
  return responseObject(head, asked.fields, state)
}
