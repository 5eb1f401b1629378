import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Operation } from '../../src/contract/contract.ts'
import { loadProviderContract } from '../../src/contract/load-contract.ts'
import { capturedRequests, whySkipped } from './captures.ts'

const codex = loadProviderContract(join(import.meta.dirname, '../../contracts/codex'))
const responses = operation('createCodexResponse')
const compact = operation('compactCodexConversation')

function operation(id: string): Operation {
  const found = codex.operations.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no operation ${id}`)
  return found
}

const hi = { role: 'user', content: 'hi' }

function body(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { model: 'gpt-5.6-terra', instructions: 'be brief', input: [hi], store: false, stream: true, ...more }
}

function without(name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body()).filter(([key]) => key !== name))
}

test('accepts the least that it asks for, and an empty instruction', () => {
  expect(responses.judge(body())).toBeNull()
  expect(responses.judge(body({ instructions: '' }))).toBeNull()
})

const captured = capturedRequests('codex-').filter(
  ({ method, path }) => method === 'POST' && path === '/backend-api/codex/responses',
)

test.skipIf(captured.length === 0)(`accepts what Codex itself sends${whySkipped(captured)}`, () => {
  expect(captured.map(({ name, body }) => [name, responses.judge(body)])).toEqual(
    captured.map(({ name }) => [name, null]),
  )
})

const refusedFields = [
  ...[
    'max_output_tokens',
    'max_tokens',
    'max_completion_tokens',
    'max_tool_calls',
    'temperature',
    'top_p',
    'n',
    'seed',
  ],
  ...['top_logprobs', 'logprobs', 'stop', 'stop_sequences', 'presence_penalty', 'frequency_penalty', 'logit_bias'],
  ...['metadata', 'user', 'safety_identifier', 'truncation', 'background', 'conversation', 'previous_response_id'],
  ...['prompt_cache_retention', 'prompt_cache_options', 'context_management', 'messages', 'response_format'],
  ...['reasoning_effort', 'reasoning_summary', 'web_search_options', 'modalities', 'audio', 'chat_template_kwargs'],
  ...['generate', 'stream_id', 'moderation', 'prompt'],
]

test.each(refusedFields)('refuses %s flat, whatever its value and whatever else is wrong', (field) => {
  const answer = { status: 400, message: `Unsupported parameter: ${field}`, envelope: 'flat', pointer: `/${field}` }
  for (const value of [null, {}, 1, 'x']) expect(responses.judge(body({ [field]: value }))).toMatchObject(answer)
  expect(responses.judge({ [field]: 1, input: 'hi', model: 'my-alias' })).toMatchObject(answer)
})

test('of several fields that are not on the list the first of the body is named', () => {
  expect(responses.judge(body({ user: 'u', temperature: 1 }))?.message).toBe('Unsupported parameter: user')
  expect(responses.judge(body({ temperature: 1, user: 'u' }))?.message).toBe('Unsupported parameter: temperature')
})

test('goes through its gate in one order: list, instructions, store, stream, input, system role, tools, model', () => {
  const steps: readonly (readonly [message: string, mended: Readonly<Record<string, unknown>>])[] = [
    ['Unsupported parameter: metadata', { metadata: null }],
    ['Instructions are required', { instructions: 'be brief' }],
    ['Store must be set to false', { store: false }],
    ['Stream must be set to true', { stream: true }],
    ['Input must be a list', { input: [{ role: 'system', content: 'x' }] }],
    ['System messages are not allowed', { input: [{ role: 'user', content: 'x', bogus: 1 }] }],
    ['Unsupported tool type: mcp', { tools: [] }],
    ["The 'my-alias' model is not supported when using Codex with a ChatGPT account.", { model: 'gpt-5.6-terra' }],
    ["Unknown parameter: 'input[0].bogus'.", {}],
  ]
  const request: Record<string, unknown> = {
    metadata: {},
    input: 'hi',
    model: 'my-alias',
    tools: [{ type: 'mcp', server_label: 's' }],
  }
  const said = steps.map(([, mended]) => {
    const message = responses.judge(request)?.message
    Object.assign(request, mended)
    if (mended['metadata'] === null) delete request['metadata']
    return message
  })
  expect(said).toEqual(steps.map(([message]) => message))
})

test('what the gate lets through is refused in the rich envelope', () => {
  const flat = codex.rules.filter(({ words }) => words.envelope === 'flat').map(({ id }) => id)
  const rich = responses.judge(body({ tools: [{ type: 'function', name: 'f', bogus_field_xyz: 1 }] }))
  expect(rich).toMatchObject({ param: 'tools[0].bogus_field_xyz', code: 'unknown_parameter' })
  expect(flat).not.toContain(rich?.rule)
  expect(flat).toContain(responses.judge(without('store'))?.rule)
})

test.each(['message', 'reasoning', 'function_call', 'function_call_output', 'custom_tool_call', 'web_search_call'])(
  'knows the passthrough of an item of type %s, and nothing else that OpenAI does not know',
  (type) => {
    const item = { type, ...leastOf[type] }
    const passthrough = { turn_id: 't', create_time: 1.5, content_item_kinds: ['user.text'] }
    const inside = responses.violations(
      body({ input: [{ ...item, internal_chat_message_metadata_passthrough: passthrough }] }),
    )
    expect(inside).toEqual([])
    const [beside] = responses.violations(body({ input: [{ ...item, metadata: passthrough }] }))
    expect(beside?.pointer).toBe('/input/0/metadata')
    const leak = { ...passthrough, user_api_key: 'x' }
    const [within] = responses.violations(
      body({ input: [{ ...item, internal_chat_message_metadata_passthrough: leak }] }),
    )
    expect(within?.pointer).toBe('/input/0/internal_chat_message_metadata_passthrough/user_api_key')
  },
)

const leastOf: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  message: { role: 'user', content: 'hi' },
  reasoning: { summary: [], encrypted_content: 'x' },
  function_call: { call_id: 'call_1', name: 'f', arguments: '{}' },
  function_call_output: { call_id: 'call_1', output: 'ok' },
  custom_tool_call: { call_id: 'call_1', name: 'f', input: 'x' },
  web_search_call: { status: 'completed', action: { type: 'search', query: 'x' } },
}

test('client metadata is a map of texts, here and not for compaction', () => {
  expect(responses.judge(body({ client_metadata: { session_id: 's' } }))).toBeNull()
  expect(responses.judge(body({ client_metadata: { session_id: 1 } }))?.pointer).toBe('/client_metadata/session_id')
  const request = { model: 'gpt-5.6-terra', input: [hi] }
  expect(compact.judge(request)).toBeNull()
  expect(compact.judge({ ...request, client_metadata: {} })).toMatchObject({ code: 'unknown_parameter' })
})

test('answers a request with a stream and never with a whole response', () => {
  const [first] = responses.replyViolations(200, { object: 'response' })
  expect(first?.keyword).toBe('undescribed')
})

test.each([
  [400, { detail: 'Unsupported parameter: user' }],
  [402, { detail: { code: 'deactivated_workspace' } }],
  [400, { error: { message: 'no', type: 'invalid_request_error', param: null, code: null } }],
  [401, { error: { message: 'no', type: null, code: 'token_expired', param: null }, status: 401 }],
  [
    429,
    {
      error: {
        type: 'usage_limit_reached',
        message: 'no',
        plan_type: 'plus',
        resets_at: 1,
        eligible_promo: null,
        resets_in_seconds: 2,
      },
    },
  ],
])('knows the error body of status %i: %j', (status, envelope) => {
  expect(responses.replyViolations(status, envelope)).toEqual([])
  const [leak] = responses.replyViolations(status, { ...envelope, trace: 'x' })
  expect(leak).toMatchObject({ keyword: 'additionalProperties', pointer: '/trace' })
})

test.each([
  [
    'checkCodexAccounts',
    {
      accounts: [{ id: 'a', workspace_backend_origin: 'x', account_routing_override: 'NO_CONSTRAINT' }],
      default_account_id: 'a',
      account_ordering: ['a'],
    },
  ],
  ['getCodexUserSettings', { commit_attribution_enabled: false }],
  [
    'getCodexUsage',
    {
      plan_type: 'plus',
      rate_limit: {
        allowed: true,
        limit_reached: false,
        primary_window: {
          used_percent: 27,
          limit_window_seconds: 18_000,
          reset_after_seconds: 13_140,
          reset_at: 1_782_770_922,
        },
        secondary_window: null,
      },
    },
  ],
])('describes the reply of %s', (id, reply) => {
  expect(operation(id).replyViolations(200, reply)).toEqual([])
  expect(
    operation(id)
      .replyViolations(200, { ...reply, trace: 'x' })
      .map(({ pointer }) => pointer),
  ).toEqual(['/trace'])
})
