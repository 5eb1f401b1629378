import type { SseEvent } from '../sse.ts'
import {
  asList,
  asRecord,
  asText,
  type Content,
  errorMessage,
  eventData,
  type FinishView,
  type Json,
} from './content.ts'

const finishes: Readonly<Record<string, FinishView>> = {
  stop: 'stop',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  length: 'length',
  content_filter: 'content-filter',
}

/** A `chat.completion` object: its first choice. */
export function readChatObject(body: unknown): Content | string {
  const record = asRecord(body)
  const [choice] = asList(record['choices']).map(asRecord)
  if (choice === undefined) return 'the reply has no choices'
  const message = asRecord(choice['message'])
  return {
    text: asText(message['content']),
    toolCalls: asList(message['tool_calls']).map((call) => readCall(asRecord(call))),
    finish: finishes[asText(choice['finish_reason'])],
    model: asText(record['model']) || undefined,
  }
}

function readCall(call: Json): { id: string; name: string; arguments: string } {
  const custom = call['type'] === 'custom'
  const inner = asRecord(call[custom ? 'custom' : 'function'])
  return {
    id: asText(call['id']),
    name: asText(inner['name']),
    arguments: asText(inner[custom ? 'input' : 'arguments']),
  }
}

/** `chat.completion.chunk` events, put together as the vendors' clients do: tool calls by `index`. */
export function readChatEvents(events: readonly SseEvent[]): Content | string {
  const chunks = eventData(events)
  if (typeof chunks === 'string') return chunks
  const calls = new Map<unknown, { id: string; name: string; arguments: string }>()
  let text = ''
  let finish: FinishView | undefined
  for (const chunk of chunks) {
    if (chunk['error'] !== undefined) {
      return {
        text,
        toolCalls: [...calls.values()],
        finish,
        model: undefined,
        error: errorMessage(chunk, Buffer.alloc(0)),
      }
    }
    for (const choice of asList(chunk['choices']).map(asRecord)) {
      if ((choice['index'] ?? 0) !== 0) continue
      const delta = asRecord(choice['delta'])
      text += asText(delta['content'])
      for (const part of asList(delta['tool_calls'])) addCall(calls, asRecord(part))
      finish = finishes[asText(choice['finish_reason'])] ?? finish
    }
  }
  const model = chunks.map((chunk) => asText(chunk['model'])).find((each) => each !== '')
  return { text, toolCalls: [...calls.values()], finish, model }
}

function addCall(calls: Map<unknown, { id: string; name: string; arguments: string }>, part: Json): void {
  const delta = readCall(part)
  const known = calls.get(part['index']) ?? { id: '', name: '', arguments: '' }
  calls.set(part['index'], {
    id: known.id || delta.id,
    name: known.name + delta.name,
    arguments: known.arguments + delta.arguments,
  })
}
