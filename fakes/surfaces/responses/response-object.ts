import { type Fields, fieldsOf, textOf } from '../fields.ts'
import type { ResponseRequest } from './request.ts'

export interface ResponseState {
  readonly id: string
  readonly createdAt: number
  readonly status: 'queued' | 'in_progress' | 'completed' | 'incomplete' | 'failed'
  readonly output: readonly object[]
  readonly usage?: object
  readonly incompleteReason?: string
  readonly error?: object
}

/** What a response repeats of its request, and what it says where the request was silent. */
const repeated: Fields = {
  background: false,
  frequency_penalty: 0,
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  metadata: {},
  parallel_tool_calls: true,
  presence_penalty: 0,
  previous_response_id: null,
  prompt_cache_key: null,
  prompt_cache_retention: null,
  safety_identifier: null,
  store: true,
  temperature: 1,
  tool_choice: 'auto',
  tools: [],
  top_logprobs: 0,
  truncation: 'disabled',
  user: null,
}

/** Repeated as well, but without a value of their own. */
const repeatedWhenSent = ['prompt', 'prompt_cache_options'] as const

/** The response at one moment of its life. */
export function responseObject(request: ResponseRequest, state: ResponseState): object {
  const { fields } = request
  const isOver = state.usage !== undefined
  return {
    id: state.id,
    object: 'response',
    created_at: state.createdAt,
    completed_at: state.status === 'completed' ? state.createdAt : null,
    status: state.status,
    billing: { payer: 'developer' },
    error: state.error ?? null,
    incomplete_details: state.incompleteReason === undefined ? null : { reason: state.incompleteReason },
    model: textOf(fields['model']),
    moderation: null,
    output: state.output,
    reasoning: { effort: null, summary: null, ...fieldsOf(fields['reasoning']) },
    // Resolved only when the response is over.
    service_tier: isOver ? request.servedTier : (fields['service_tier'] ?? 'auto'),
    text: { format: { type: 'text' }, verbosity: 'medium', ...fieldsOf(fields['text']) },
    usage: state.usage ?? null,
    ...repeatedFields(fields),
  }
}

function repeatedFields(fields: Fields): Fields {
  const defaults = { ...repeated, top_p: usualTopP(textOf(fields['model'])) }
  const silent = Object.entries(defaults).map(([name, value]) => [name, fields[name] ?? value])
  const sent = repeatedWhenSent.filter((name) => name in fields).map((name) => [name, fields[name]])
  const conversation = conversationId(fields['conversation'])
  return {
    ...Object.fromEntries([...silent, ...sent]),
    ...(conversation === undefined ? {} : { conversation: { id: conversation } }),
  }
}

/** Of gpt-5.6-terra it was recorded: kangminlee-maker/local-OAuth-CLI-API-adapter. */
function usualTopP(model: string): number {
  return model.startsWith('gpt-5.6') ? 0.98 : 1
}

/** A conversation is named by its id, alone or in an object. */
export function conversationId(conversation: unknown): string | undefined {
  const id = typeof conversation === 'string' ? conversation : fieldsOf(conversation)['id']
  return typeof id === 'string' ? id : undefined
}
