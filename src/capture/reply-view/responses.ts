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

/** What the items of an output say; how it ended is the response's to say. */
export type OutputView = Omit<ChoiceView, 'finish'> & Pick<Content, 'sealedReasoning'>

/** A `response` object. */
export function readResponseObject(body: unknown): Content | string {
  const response = asRecord(body)
  if (!Array.isArray(response['output'])) return 'the reply has no output'
  const { sealedReasoning, ...said } = readOutput(asRecords(response['output']))
  return contentOf([{ ...said, finish: finishOf(response, said.toolCalls.length) }], {
    sealedReasoning,
    ...envelopeOf([response]),
    ...(response['status'] === 'failed' ? { error: errorMessage(response, Buffer.alloc(0)) } : {}),
  })
}

/** Response stream events: texts from the deltas, calls from the finished items, the end from the terminal event. */
export function readResponseEvents(events: readonly StreamEvent[]): Content | string {
  const data = eventData(events)
  if (typeof data === 'string') return data
  const failure = data.find(({ type }) => type === 'error' || type === 'response.failed')
  const terminal = data.findLast(({ type }) => terminals.has(asText(type)))
  const { sealedReasoning, ...items } = readOutput(finishedItems(data))
  const deltas = readDeltas(data)
  const said = { ...items, ...deltas, reasoning: deltas.reasoning || items.reasoning }
  const finish = terminal && finishOf(asRecord(terminal['response']), items.toolCalls.length)
  return contentOf([{ ...said, finish }], {
    sealedReasoning,
    ...envelopeOf(data.flatMap(({ response }) => (response === undefined ? [] : [asRecord(response)]))),
    ...(failure === undefined ? {} : { error: failureMessage(failure) }),
  })
}

/** The items that a stream calls done, in the order of their places. */
export function finishedItems(data: readonly Json[]): readonly Json[] {
  return data
    .filter(({ type }) => type === 'response.output_item.done')
    .toSorted((a, b) => (asCount(a['output_index']) ?? 0) - (asCount(b['output_index']) ?? 0))
    .map(({ item }) => asRecord(item))
}

/** The event that ends a stream of its own accord. */
export const terminals: ReadonlySet<string> = new Set(['response.completed', 'response.incomplete', 'response.failed'])

/** What the deltas of a stream say, put together. */
export function readDeltas(data: readonly Json[]): Pick<ChoiceView, 'text' | 'refusal' | 'reasoning' | 'logprobs'> {
  const said = (...types: readonly string[]) =>
    data.map(({ type, delta }) => (types.includes(asText(type)) ? asText(delta) : '')).join('')
  const texts = data.filter(({ type }) => type === 'response.output_text.delta')
  return {
    text: said('response.output_text.delta'),
    refusal: said('response.refusal.delta'),
    reasoning: said('response.reasoning_summary_text.delta', 'response.reasoning_text.delta'),
    logprobs: texts.flatMap(({ logprobs }) => asTokens(logprobs)),
  }
}

/** What the items of a response say. */
export function readOutput(items: readonly Json[]): OutputView {
  const parts = items.filter(({ type }) => type === 'message').flatMap(({ content }) => asRecords(content))
  const reasonings = items.filter(({ type }) => type === 'reasoning')
  return {
    text: parts.map(({ text }) => asText(text)).join(''),
    refusal: parts.map(({ refusal }) => asText(refusal)).join(''),
    reasoning: reasonings
      .flatMap(({ summary, content }) => [...asRecords(summary), ...asRecords(content)])
      .map(({ text }) => asText(text))
      .join(''),
    sealedReasoning: namesIn(reasonings.map((item) => item['encrypted_content'])),
    toolCalls: items.filter(isCall).map(readCall),
    logprobs: parts.flatMap(({ logprobs }) => asTokens(logprobs)),
  }
}

function failureMessage(event: Json): string {
  return errorMessage(event['type'] === 'error' ? event : event['response'], Buffer.from(JSON.stringify(event)))
}

function isCall({ type }: Json): boolean {
  return type === 'function_call' || type === 'custom_tool_call'
}

function readCall(item: Json): ToolCallView {
  return {
    id: asText(item['call_id']),
    name: asText(item['name']),
    arguments: asText(item[item['type'] === 'custom_tool_call' ? 'input' : 'arguments']),
  }
}

function envelopeOf(responses: readonly Json[]): Pick<Content, 'models' | 'usage'> {
  const counted = responses.findLast((response) => response['usage'] != null)
  return { models: namesIn(responses.map(({ model }) => model)), usage: usageOf(counted?.['usage']) }
}

function usageOf(usage: unknown): UsageView | undefined {
  if (usage == null) return undefined
  const record = asRecord(usage)
  return {
    input: asCount(record['input_tokens']),
    output: asCount(record['output_tokens']),
    total: asCount(record['total_tokens']),
    cachedInput: asCount(asRecord(record['input_tokens_details'])['cached_tokens']),
    reasoning: asCount(asRecord(record['output_tokens_details'])['reasoning_tokens']),
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
