import { type JsonObject, membersOf, objectsIn, textOf } from '../json.ts'
import type { ChatChunk, ChatDelta, ChatFinish, ChatLogprobs, ChatToolCallDelta, StreamFailure } from './chat-shapes.ts'
import { envelopeOf, failureOf, finishOf, logprobsOf, usageOf } from './response-parts.ts'

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
  const stream = createStream(asked)
  let isOver = false
  for await (const event of events) {
    // Whatever follows the last event is read, so that the connection ends well, and ignored.
    if (isOver) continue
    yield* stream.chunksOf(event)
    isOver = isLast(event)
  }
  if (!isOver) throw new Error('the stream ended before its last event')
}

function isLast({ type }: JsonObject): boolean {
  return (
    type === 'response.completed' || type === 'response.incomplete' || type === 'response.failed' || type === 'error'
  )
}

interface Stream {
  chunksOf(event: JsonObject): (ChatChunk | StreamFailure)[]
}

function createStream({ model, includeUsage }: StreamAsked): Stream {
  let envelope = envelopeOf({}, model)
  const calls = createCalls()
  const chunk = (choices: ChatChunk['choices'], more: Partial<ChatChunk> = {}): ChatChunk => ({
    ...envelope,
    object: 'chat.completion.chunk',
    choices,
    ...(includeUsage && { usage: null }),
    ...more,
  })
  const say = (delta: ChatDelta, event: JsonObject = {}, logprobs: ChatLogprobs | null = null): ChatChunk[] => {
    const { obfuscation } = event
    const padding = typeof obfuscation === 'string' && { obfuscation }
    return [chunk([{ index: 0, delta, logprobs, finish_reason: null }], padding || {})]
  }
  const end = (response: JsonObject): ChatChunk[] => {
    const finish_reason: ChatFinish = finishOf(response, calls.count() > 0)
    const last = chunk([{ index: 0, delta: {}, logprobs: null, finish_reason }])
    const usage = usageOf(response)
    return includeUsage && usage ? [last, chunk([], { usage })] : [last]
  }
  return {
    chunksOf: (event) => {
      const response = membersOf(event['response'])
      const delta = textOf(event['delta'])
      switch (event['type']) {
        case 'response.created':
          envelope = envelopeOf(response, model)
          return say({ role: 'assistant', content: null })
        case 'response.output_text.delta':
          return say({ content: delta }, event, logprobsOf(objectsIn(event['logprobs'])))
        case 'response.refusal.delta':
          return say({ refusal: delta }, event)
        case 'response.output_item.added': {
          const opened = calls.open(event)
          return opened ? say({ tool_calls: [opened] }, event) : []
        }
        case 'response.function_call_arguments.delta':
          return say({ tool_calls: [{ index: calls.indexOf(event), function: { arguments: delta } }] }, event)
        case 'response.custom_tool_call_input.delta':
          return say({ tool_calls: [{ index: calls.indexOf(event), custom: { input: delta } }] }, event)
        case 'response.completed':
        case 'response.incomplete':
          return end(response)
        case 'response.failed':
          return [{ error: failureOf(response['error']).error }]
        case 'error':
          // Documented flat, sent nested.
          return [{ error: failureOf(event['error'] ?? event).error }]
        default:
          return []
      }
    },
  }
}

interface Calls {
  /** The first delta of a call that begins with this event; `undefined` for an item of another kind. */
  open(event: JsonObject): ChatToolCallDelta | undefined
  indexOf(event: JsonObject): number
  count(): number
}

/** Chat counts the tool calls of a reply from 0; the Responses API counts them among all items, and interleaves their deltas. */
function createCalls(): Calls {
  const indexes = new Map<unknown, number>()
  return {
    open: (event) => {
      const { type, call_id, name, arguments: text, input } = membersOf(event['item'])
      if (type !== 'function_call' && type !== 'custom_tool_call') return undefined
      const index = indexes.size
      indexes.set(event['output_index'], index)
      const id = textOf(call_id)
      if (type === 'custom_tool_call') {
        return { index, id, type: 'custom', custom: { name: textOf(name), input: textOf(input) } }
      }
      return { index, id, type: 'function', function: { name: textOf(name), arguments: textOf(text) } }
    },
    indexOf: (event) => indexes.get(event['output_index']) ?? 0,
    count: () => indexes.size,
  }
}
