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

/** A `response` object. */
export function readResponseObject(body: unknown): Content | string {
  const response = asRecord(body)
  if (!Array.isArray(response['output'])) return 'the reply has no output'
  const items = asList(response['output']).map(asRecord)
  const toolCalls = items.filter(isCall).map(readCall)
  return {
    text: items
      .filter((item) => item['type'] === 'message')
      .flatMap((item) => asList(item['content']).map((part) => asText(asRecord(part)['text'])))
      .join(''),
    toolCalls,
    finish: finishOf(response, toolCalls.length),
    model: asText(response['model']) || undefined,
    ...(response['status'] === 'failed' ? { error: errorMessage(response, Buffer.alloc(0)) } : {}),
  }
}

/** Response stream events: text from the deltas, calls from the finished items, the end from the terminal event. */
export function readResponseEvents(events: readonly SseEvent[]): Content | string {
  const data = eventData(events)
  if (typeof data === 'string') return data
  const failure = data.find((event) => event['type'] === 'error' || event['type'] === 'response.failed')
  const terminal = data.findLast((event) => terminals.has(asText(event['type'])))
  const calls = data
    .filter((event) => event['type'] === 'response.output_item.done')
    .map((event) => asRecord(event['item']))
    .filter(isCall)
    .map(readCall)
  const response = asRecord(terminal?.['response'])
  return {
    text: data.map((event) => (event['type'] === 'response.output_text.delta' ? asText(event['delta']) : '')).join(''),
    toolCalls: calls,
    finish: terminal === undefined ? undefined : finishOf(response, calls.length),
    model: asText(response['model']) || undefined,
    ...(failure === undefined ? {} : { error: failureMessage(failure) }),
  }
}

const terminals = new Set(['response.completed', 'response.incomplete', 'response.failed'])

function failureMessage(event: Json): string {
  return errorMessage(event['type'] === 'error' ? event : event['response'], Buffer.from(JSON.stringify(event)))
}

function isCall(item: Json): boolean {
  return item['type'] === 'function_call' || item['type'] === 'custom_tool_call'
}

function readCall(item: Json): { id: string; name: string; arguments: string } {
  return {
    id: asText(item['call_id']),
    name: asText(item['name']),
    arguments: asText(item[item['type'] === 'custom_tool_call' ? 'input' : 'arguments']),
  }
}

function finishOf(response: Json, calls: number): FinishView | undefined {
  switch (response['status']) {
    case 'completed':
      return calls > 0 ? 'tool-calls' : 'stop'
    case 'incomplete':
      return asRecord(response['incomplete_details'])['reason'] === 'content_filter' ? 'content-filter' : 'length'
    case 'failed':
      return 'failed'
    default:
      return undefined
  }
}
