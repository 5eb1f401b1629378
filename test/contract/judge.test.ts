import { expect, test } from 'vitest'
import { chat, chatBody, openai, responseBody, responses } from './openai.ts'

test('one fault is told: the first stage that has any', () => {
  const everything = { temperature: 0.5, metadata: { k: 'v' }, n: 'two', zzz: 1, messages: [{ role: 'user' }] }
  const heal = [
    { rule: 'openai/no-chat-model', by: { model: 'my-alias' } },
    { rule: 'openai/chat-model-not-found', by: { model: 'gpt-5.6-terra' } },
    { rule: 'openai/unknown-parameter', by: { zzz: undefined } },
    { rule: 'openai/wrong-type', by: { n: 1 } },
    { rule: 'openai/metadata-needs-store', by: { store: true } },
    { rule: 'openai/only-default-value', by: { temperature: 1 } },
    { rule: 'openai/old-message-content', by: { messages: [{ role: 'user', content: 'hi' }] } },
  ]
  let body: Record<string, unknown> = everything
  for (const { rule, by } of heal) {
    expect(chat.judge(body)?.rule).toBe(rule)
    body = JSON.parse(JSON.stringify({ ...body, ...by }))
  }
  expect(chat.judge(body)).toBeNull()
})

test('fields are looked at in the order of the provider, not of the body', () => {
  expect(chat.judge(chatBody({ verbosity: 'x', n: 'x', tools: 'x' }))?.param).toBe('tools')
  expect(chat.judge(chatBody({ verbosity: 'x', n: 'x' }))?.param).toBe('n')
})

test('unknown keys are told in the order of the body', () => {
  expect(chat.judge(chatBody({ zzz: 1, aaa: 1 }))?.param).toBe('zzz')
  expect(chat.judge(chatBody({ modalities: ['text'], aaa: 1 }))?.param).toBe('modalities')
})

test('a suggestion is never a key that is already there', () => {
  expect(chat.judge(chatBody({ top_k: 1 }))?.message).toBe("Unknown parameter: 'top_k'. Did you mean 'top_p'?")
  expect(chat.judge(chatBody({ top_k: 1, top_p: 1 }))?.message).toBe("Unknown parameter: 'top_k'.")
})

test('a relaxed rule lets its violation pass, and no broader rule speaks in its place', () => {
  const body = chatBody({ messages: [{ role: 'user', content: 'hi', reasoning_content: 'so' }] })
  expect(chat.judge(body)?.rule).toBe('openai/unknown-message-member')
  expect(chat.judge(body, { relaxed: new Set(['openai/unknown-message-member']) })).toBeNull()
  expect(chat.violations(body)).toHaveLength(1)
})

test('a relaxed rule does not hide the next fault', () => {
  const body = chatBody({ metadata: { k: 'v' }, temperature: 0 })
  expect(chat.judge(body, { relaxed: new Set(['openai/metadata-needs-store']) })?.rule).toBe(
    'openai/only-default-value',
  )
})

test('the level schema asks the contract alone', () => {
  const body = chatBody({ metadata: { k: 'v' }, temperature: 0, max_tokens: 9, model: 'my-alias' })
  expect(chat.judge(body, { level: 'schema' })).toBeNull()
  expect(chat.judge({ ...body, zzz: 1 }, { level: 'schema' })?.rule).toBe('openai/unknown-parameter')
})

test('a refusal says where the fault is and how to let it pass', () => {
  expect(chat.judge(chatBody({ metadata: { k: 1 }, store: true }))).toEqual({
    rule: 'openai/wrong-type',
    status: 400,
    message: "Invalid type for 'metadata.k': expected a string, but got an integer instead.",
    type: 'invalid_request_error',
    param: 'metadata.k',
    code: 'invalid_type',
    pointer: '/metadata/k',
    hint: 'To let this pass, relax openai/wrong-type and give a reason.',
  })
})

test('exactly sixteen keys of sixty-four and values of five hundred and twelve characters are metadata', () => {
  const metadata = Object.fromEntries(
    Array.from({ length: 16 }, (_, index) => [`${index}`.padEnd(64, 'k'), 'v'.repeat(512)]),
  )
  expect(chat.judge(chatBody({ store: true, metadata }))).toBeNull()
  expect(responses.judge(responseBody({ metadata }))).toBeNull()
})

test('null stands for absent where the contract allows it', () => {
  expect(chat.judge(chatBody({ max_tokens: null, stop: null, temperature: null, metadata: null }))).toBeNull()
})

test.each([
  ['gpt-5.6-terra', { temperature: 0 }, 'openai/only-default-value'],
  ['gpt-5.2', { temperature: 0 }, undefined],
  ['gpt-5.2', { temperature: 0, reasoning_effort: 'low' }, 'openai/only-default-value'],
  ['gpt-5.2-codex', {}, 'openai/responses-only-model'],
  ['gpt-5-mini', { stop: 'x' }, 'openai/unsupported-by-model'],
  ['gpt-5.6-terra', { logprobs: true, reasoning_effort: 'none' }, undefined],
  ['o3', { max_tokens: 9 }, 'openai/max-tokens-of-reasoning-model'],
  ['o1-mini-2024-09-12', { response_format: { type: 'json_object' } }, 'openai/json-object-of-model'],
  ['gpt-4o-mini', { temperature: 0, max_tokens: 9, stop: 'x', logprobs: true }, undefined],
  ['gpt-4.1', { reasoning_effort: 'low' }, 'openai/unrecognized-by-model'],
])('%s with %o is answered by %s', (model, more, rule) => {
  expect(chat.judge(chatBody({ model, ...more }))?.rule).toBe(rule)
})

test('older models keep their words for unknown keys of the root only', () => {
  const nested = chatBody({ model: 'gpt-4o', stream_options: { zzz: 1 } })
  expect(chat.judge(nested)?.message).toBe("Unknown parameter: 'stream_options.zzz'.")
  expect(responses.judge(responseBody({ model: 'gpt-4o', zzz: 1 }))?.message).toBe("Unknown parameter: 'zzz'.")
})

test('a call in the input and what it gave back belong together', () => {
  const call = { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' }
  const output = { type: 'function_call_output', call_id: 'call_1', output: 'ok' }
  expect(responses.judge(responseBody({ input: [call, output] }))).toBeNull()
  expect(responses.judge(responseBody({ input: [output], previous_response_id: 'resp_1' }))).toBeNull()
  expect(responses.judge(responseBody({ input: [output] }))?.rule).toBe('openai/orphan-call-output')
  expect(responses.judge(responseBody({ input: [call] }))?.rule).toBe('openai/call-without-output')
})

test('every tool message answers a call, and every call is answered before anything else is said', () => {
  const call = (id: string) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } })
  const calling = { role: 'assistant', tool_calls: [call('call_1'), call('call_2')] }
  const answer = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'ok' })
  const hi = { role: 'user', content: 'hi' }
  const judge = (...messages: unknown[]) => chat.judge(chatBody({ messages }))
  expect(judge(hi, calling, answer('call_1'), answer('call_2'), hi)).toBeNull()
  expect(judge(hi, calling, answer('call_1'), hi)?.message).toMatch(/did not have response messages: call_2$/)
  expect(judge(hi, calling, answer('call_1'), answer('call_2'), hi, answer('call_1'))?.param).toBe('messages.[5].role')
})

test('an operation without a request body has nothing to judge', () => {
  const list = openai.match('GET', '/v1/models')
  expect(list.kind === 'operation' && list.operation.judge({ any: 'thing' })).toBeNull()
})
