import { type JsonObject, membersOf, objectsIn, textOf } from '../json.ts'
import type { ChatChunk, ChatDelta, ChatEnvelope, ChatLogprobs, StreamFailure } from './chat-shapes.ts'
import { envelopeOf, failureOf, finishOf, logprobsOf, usageOf } from './response-parts.ts'
import { createToolCallDeltas, type ToolCallDeltas } from './tool-call-deltas.ts'

export interface StreamAsked {
  /** What the client asked for. */
  readonly model: string
  readonly includeUsage: boolean
}

/**
 * A Responses event stream as Chat chunks, each as soon as its event is there. A stream that the provider fails ends with a
 * failure; one that ends before its last event was cut, and throws.
 */
export async function* chatChunks(
  events: AsyncIterable<JsonObject>,
  asked: StreamAsked,
): AsyncGenerator<ChatChunk | StreamFailure> {
  const stream: Stream = { asked, envelope: envelopeOf({}, asked.model), calls: createToolCallDeltas() }
  let isOver = false
  for await (const event of events) {
    // Whatever follows the last event is read, so that the connection ends well, and ignored.
    if (isOver) continue
    const type = textOf(event['type'])
    if (Object.hasOwn(writers, type)) yield* writers[type]?.(event, stream) ?? []
    isOver = lastEvents.has(type)
  }
  if (!isOver) throw new Error('the stream ended before its last event')
}

interface Stream {
  readonly asked: StreamAsked
  /** Known from the first event on. */
  envelope: ChatEnvelope
  readonly calls: ToolCallDeltas
}

type Writer = (event: JsonObject, stream: Stream) => readonly (ChatChunk | StreamFailure)[]

/** What Chat says to each event. Those that only repeat what deltas have said are not here. */
const writers: Readonly<Record<string, Writer>> = {
  'response.created': (event, stream) => {
    stream.envelope = envelopeOf(membersOf(event['response']), stream.asked.model)
    return [delta(stream, event, { role: 'assistant', content: null })]
  },
  'response.output_text.delta': (event, stream) => [
    delta(stream, event, { content: textOf(event['delta']) }, logprobsOf(objectsIn(event['logprobs']))),
  ],
  'response.refusal.delta': (event, stream) => [delta(stream, event, { refusal: textOf(event['delta']) })],
  'response.output_item.added': (event, stream) => {
    const first = stream.calls.first(event)
    return first ? [delta(stream, event, { tool_calls: [first] })] : []
  },
  'response.function_call_arguments.delta': (event, stream) => [
    delta(stream, event, { tool_calls: [stream.calls.ofArguments(event)] }),
  ],
  'response.custom_tool_call_input.delta': (event, stream) => [
    delta(stream, event, { tool_calls: [stream.calls.ofInput(event)] }),
  ],
  'response.completed': end,
  'response.incomplete': end,
  'response.failed': (event) => [{ error: failureOf(membersOf(event['response'])['error']).error }],
  // Documented flat, sent nested.
  error: (event) => [{ error: failureOf(event['error'] ?? event).error }],
}

const lastEvents: ReadonlySet<string> = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'error',
])

function delta(stream: Stream, event: JsonObject, said: ChatDelta, logprobs: ChatLogprobs | null = null): ChatChunk {
  const { obfuscation } = event
  return {
    ...chunk(stream, [{ index: 0, delta: said, logprobs, finish_reason: null }]),
    ...(typeof obfuscation === 'string' && { obfuscation }),
  }
}

function end(event: JsonObject, stream: Stream): ChatChunk[] {
  const response = membersOf(event['response'])
  const finish_reason = finishOf(response, stream.calls.count() > 0)
  const last = chunk(stream, [{ index: 0, delta: {}, logprobs: null, finish_reason }])
  const usage = usageOf(response)
  return stream.asked.includeUsage && usage ? [last, { ...chunk(stream, []), usage }] : [last]
}

function chunk({ envelope, asked }: Stream, choices: ChatChunk['choices']): ChatChunk {
  return { ...envelope, object: 'chat.completion.chunk', choices, ...(asked.includeUsage && { usage: null }) }
}
