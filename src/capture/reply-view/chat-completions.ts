import {
  asCount,
  asRecord,
  asRecords,
  asText,
  asTokens,
  type ChoiceView,
  type Content,
  contentOf,
  errorMessage,
  eventData,
  type FinishView,
  type Json,
  namesIn,
  type ToolCallView,
  type UsageView,
} from './content.ts'
import type { StreamEvent } from './decoded.ts'

const finishes: Readonly<Record<string, FinishView>> = {
  stop: 'stop',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  length: 'length',
  content_filter: 'content-filter',
}

/** A `chat.completion` object. */
export function readChatObject(body: unknown): Content | string {
  const record = asRecord(body)
  const choices = asRecords(record['choices'])
  if (choices.length === 0) return 'the reply has no choices'
  const views = choices.map((choice) => joined([{ ...choice, delta: wholeMessage(choice['message']) }]))
  return contentOf(views, { models: namesIn([record['model']]), usage: usageOf(record['usage']) })
}

/** A call of a whole message has no index; clients pass over the one that some gateways leave there, 0 in every call. */
function wholeMessage(value: unknown): Json {
  const message = asRecord(value)
  const calls = asRecords(message['tool_calls']).map(({ index: _, ...call }) => call)
  return { ...message, tool_calls: calls }
}

/** `chat.completion.chunk` events, put together as the vendors' clients do: tool calls by `index`. */
export function readChatEvents(events: readonly StreamEvent[]): Content | string {
  const chunks = eventData(events)
  if (typeof chunks === 'string') return chunks
  const failure = chunks.findIndex((chunk) => chunk['error'] !== undefined)
  const said = failure === -1 ? chunks : chunks.slice(0, failure)
  const views = [...byIndex(said)].sort(([a], [b]) => a - b).map(([, pieces]) => joined(pieces))
  const last = said.findLast((chunk) => chunk['usage'] != null)
  return contentOf(views, {
    models: namesIn(said.map((chunk) => chunk['model'])),
    usage: usageOf(last?.['usage']),
    ...(failure === -1 ? {} : { error: errorMessage(chunks[failure], Buffer.alloc(0)) }),
  })
}

function byIndex(chunks: readonly Json[]): Map<number, Json[]> {
  const choices = new Map<number, Json[]>()
  for (const choice of chunks.flatMap((chunk) => asRecords(chunk['choices']))) {
    const index = asCount(choice['index']) ?? 0
    const pieces = choices.get(index)
    if (pieces === undefined) choices.set(index, [choice])
    else pieces.push(choice)
  }
  return choices
}

/** A whole choice is one that comes in one piece. */
function joined(pieces: readonly Json[]): ChoiceView {
  const deltas = pieces.map((piece) => asRecord(piece['delta']))
  const text = (name: string) => deltas.map((delta) => asText(delta[name])).join('')
  const finish = pieces.findLast((piece) => asText(piece['finish_reason']) in finishes)
  return {
    text: text('content'),
    refusal: text('refusal'),
    reasoning: text('reasoning_content') || text('reasoning'),
    toolCalls: callsIn(deltas),
    finish: finishes[asText(finish?.['finish_reason'])],
    logprobs: pieces.flatMap((piece) => asTokens(asRecord(piece['logprobs'])['content'])),
  }
}

/** A whole call has no index and counts from its place. */
function callsIn(deltas: readonly Json[]): readonly ToolCallView[] {
  const calls = new Map<unknown, ToolCallView>()
  for (const delta of deltas) {
    for (const [place, part] of asRecords(delta['tool_calls']).entries()) {
      const index = part['index'] ?? place
      const piece = readCall(part)
      const { id, name, arguments: text } = calls.get(index) ?? { id: '', name: '', arguments: '' }
      calls.set(index, { id: id || piece.id, name: name + piece.name, arguments: text + piece.arguments })
    }
  }
  return [...calls.values(), ...functionCallIn(deltas)]
}

/** The form before tools, which has one call and no id. */
function functionCallIn(deltas: readonly Json[]): readonly ToolCallView[] {
  const pieces = deltas.flatMap((delta) => (delta['function_call'] == null ? [] : [asRecord(delta['function_call'])]))
  if (pieces.length === 0) return []
  const text = (name: string) => pieces.map((piece) => asText(piece[name])).join('')
  return [{ id: '', name: text('name'), arguments: text('arguments') }]
}

function readCall(call: Json): ToolCallView {
  const custom = call['custom'] !== undefined
  const inner = asRecord(call[custom ? 'custom' : 'function'])
  return {
    id: asText(call['id']),
    name: asText(inner['name']),
    arguments: asText(inner[custom ? 'input' : 'arguments']),
  }
}

function usageOf(usage: unknown): UsageView | undefined {
  if (usage == null) return undefined
  const record = asRecord(usage)
  return {
    input: asCount(record['prompt_tokens']),
    output: asCount(record['completion_tokens']),
    total: asCount(record['total_tokens']),
    cachedInput: asCount(asRecord(record['prompt_tokens_details'])['cached_tokens']),
    reasoning: asCount(asRecord(record['completion_tokens_details'])['reasoning_tokens']),
  }
}
