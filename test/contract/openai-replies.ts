/** Replies of the Responses surface as the provider words them, with made-up content. */

export const messageItem = {
  type: 'message',
  id: 'msg_1',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: 'hi', annotations: [], logprobs: [] }],
} as const

const reasoningItem = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' }
const callItem = {
  type: 'function_call',
  id: 'fc_1',
  call_id: 'call_1',
  name: 'f',
  arguments: '',
  status: 'in_progress',
}

export function completedResponse(output: readonly unknown[]): Readonly<Record<string, unknown>> {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1_787_000_000,
    completed_at: 1_787_000_001,
    status: 'completed',
    background: false,
    billing: { payer: 'developer' },
    error: null,
    frequency_penalty: 0,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    max_tool_calls: null,
    metadata: {},
    model: 'gpt-5',
    moderation: null,
    output,
    parallel_tool_calls: true,
    presence_penalty: 0,
    previous_response_id: null,
    prompt_cache_key: null,
    prompt_cache_retention: null,
    reasoning: { effort: 'medium', summary: null },
    safety_identifier: null,
    service_tier: 'default',
    store: true,
    temperature: 1,
    text: { format: { type: 'text' }, verbosity: 'medium' },
    tool_choice: 'auto',
    tools: [],
    top_logprobs: 0,
    top_p: 0.98,
    truncation: 'disabled',
    usage: {
      input_tokens: 1,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 1,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 2,
    },
    user: null,
  }
}

const running = {
  ...completedResponse([]),
  status: 'in_progress',
  completed_at: null,
  service_tier: 'auto',
  usage: null,
}
const failed = { ...running, status: 'failed', error: { code: 'rate_limit_exceeded', message: 'Rate limit reached' } }
const incomplete = { ...running, status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }
const inItem = { item_id: 'msg_1', output_index: 0 }
const inContent = { ...inItem, content_index: 0 }
const emptyText = { type: 'output_text', text: '', annotations: [], logprobs: [] }
const refusedContext = {
  type: 'invalid_request_error',
  code: 'context_length_exceeded',
  message: 'Your input exceeds the context window of this model. Please adjust your input and try again.',
  param: 'input',
}

/** One event of each shape that a text, a tool call after reasoning, and a failure bring. */
export const events: readonly ({ readonly type: string } & Readonly<Record<string, unknown>>)[] = [
  { type: 'response.created', response: running },
  { type: 'response.in_progress', response: running },
  { type: 'response.output_item.added', output_index: 0, item: { ...messageItem, status: 'in_progress', content: [] } },
  { type: 'response.output_item.added', output_index: 0, item: reasoningItem },
  { type: 'response.output_item.added', output_index: 1, item: callItem },
  { type: 'response.content_part.added', ...inContent, part: emptyText },
  { type: 'response.output_text.delta', ...inContent, delta: 'hi', logprobs: [], obfuscation: 'Xk3' },
  { type: 'response.output_text.done', ...inContent, text: 'hi', logprobs: [] },
  { type: 'response.content_part.done', ...inContent, part: { ...emptyText, text: 'hi' } },
  { type: 'response.output_item.done', output_index: 0, item: messageItem },
  { type: 'response.function_call_arguments.delta', ...inItem, delta: '{', obfuscation: 'Xk3' },
  { type: 'response.function_call_arguments.done', ...inItem, arguments: '{}' },
  {
    type: 'response.reasoning_summary_part.added',
    ...inItem,
    summary_index: 0,
    part: { type: 'summary_text', text: '' },
  },
  { type: 'response.reasoning_summary_text.delta', ...inItem, summary_index: 0, delta: 'so', obfuscation: 'Xk3' },
  { type: 'response.refusal.delta', ...inContent, delta: 'no' },
  { type: 'response.refusal.done', ...inContent, refusal: 'no' },
  { type: 'response.web_search_call.searching', ...inItem },
  { type: 'response.completed', response: completedResponse([messageItem]) },
  { type: 'response.failed', response: failed },
  { type: 'response.incomplete', response: incomplete },
  { type: 'error', error: refusedContext },
  { type: 'error', code: null, message: 'no', param: null },
].map((event, index) => ({ ...event, sequence_number: index }))
