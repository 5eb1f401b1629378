import { afterAll, expect, test } from 'vitest'
import { valueAt } from '../../src/contract/pointer.ts'
import type { Turn } from '../../src/fake-kit/turn.ts'
import { postJson, postStream, startOpenAI } from './openai-fake.ts'

const running = await startOpenAI()
const path = '/chat/completions'
const hello = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] }
const weather = {
  type: 'function',
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
}

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

let cases = 0
/** A case of its own that is answered with this turn. */
function scripted(turn: Turn): string {
  cases += 1
  const token = `chat${cases}`
  running.script(token, 0, [turn])
  return token
}

const twoCalls: Turn = {
  toolCalls: [
    { name: 'weather', arguments: '{"city":"Zürich"}', id: 'call_1' },
    { name: 'weather', arguments: '{"city":"São Paulo"}', id: 'call_2' },
  ],
}

function deltasOf(data: readonly unknown[]): readonly unknown[] {
  return data.map((chunk) => valueAt(chunk, '/choices/0/delta'))
}

test('an unscripted request is answered with a short text', async () => {
  const reply = await postJson(running, path, hello)
  expect(reply).toMatchObject({
    object: 'chat.completion',
    model: 'gpt-4o',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', refusal: null } }],
    service_tier: 'default',
    system_fingerprint: null,
  })
  expect(valueAt(reply, '/id')).toMatch(/^chatcmpl-\w{29}$/)
  expect(valueAt(reply, '/choices/0/message/content')).not.toBe('')
})

test('a forced tool is called with arguments that fit its schema', async () => {
  const body = { ...hello, tools: [weather], tool_choice: { type: 'function', function: { name: 'weather' } } }
  const reply = await postJson(running, path, body)
  expect(valueAt(reply, '/choices/0/message/content')).toBeNull()
  expect(valueAt(reply, '/choices/0/message/tool_calls/0')).toMatchObject({
    id: expect.stringMatching(/^call_\w{24}$/),
    type: 'function',
    function: { name: 'weather', arguments: '{"city":"sample"}' },
  })
})

test('a demanded format is answered in JSON of its schema', async () => {
  const schema = { type: 'object', properties: { n: { type: 'integer', minimum: 4 } }, required: ['n'] }
  const format = { type: 'json_schema', json_schema: { name: 'count', schema } }
  const reply = await postJson(running, path, { ...hello, response_format: format })
  expect(valueAt(reply, '/choices/0/message/content')).toBe('{"n":4}')
})

test.each([
  ['stop', 'stop'],
  ['length', 'length'],
  ['content-filter', 'content_filter'],
  ['tool-calls', 'tool_calls'],
] as const)('the finish %s is written as %s', async (finish, written) => {
  const reply = await postJson(running, path, hello, scripted({ text: 'x', finish }))
  expect(valueAt(reply, '/choices/0/finish_reason')).toBe(written)
})

test('scripted usage is written with its details', async () => {
  const token = scripted({ text: 'x', usage: { input: 100, output: 20, cachedInput: 64, reasoning: 8 } })
  const reply = await postJson(running, path, hello, token)
  expect(valueAt(reply, '/usage')).toMatchObject({
    prompt_tokens: 100,
    completion_tokens: 20,
    total_tokens: 120,
    prompt_tokens_details: { cached_tokens: 64 },
    completion_tokens_details: { reasoning_tokens: 8 },
  })
})

test.each([
  [undefined, 'default'],
  ['auto', 'default'],
  ['fast', 'priority'],
  ['flex', 'flex'],
])('a request for the tier %s is served on %s', async (asked, served) => {
  const body = asked === undefined ? hello : { ...hello, service_tier: asked }
  expect(valueAt(await postJson(running, path, body), '/service_tier')).toBe(served)
})

test('a stream begins with the role, says the text in pieces, finishes once and ends with [DONE]', async () => {
  const { events, data } = await postStream(running, path, hello, scripted({ text: 'Grüße an alle 🙂' }))
  expect(events.at(-1)?.data).toBe('[DONE]')
  expect(events.every((event) => event.event === undefined)).toBe(true)
  expect(deltasOf(data)).toEqual([
    { role: 'assistant', content: '', refusal: null },
    { content: 'Grüße' },
    { content: ' an' },
    { content: ' alle' },
    { content: ' 🙂' },
    {},
  ])
  expect(data.map((chunk) => valueAt(chunk, '/choices/0/finish_reason'))).toEqual([
    null,
    null,
    null,
    null,
    null,
    'stop',
  ])
  expect(new Set(data.map((chunk) => valueAt(chunk, '/id'))).size).toBe(1)
})

test('parallel calls have an index each, and are named in their first delta alone', async () => {
  const { data } = await postStream(running, path, { ...hello, tools: [weather] }, scripted(twoCalls))
  const calls = deltasOf(data).flatMap((delta) => valueAt(delta, '/tool_calls/0') ?? [])
  expect(calls.filter((call) => valueAt(call, '/id') !== undefined)).toEqual([
    { index: 0, id: 'call_1', type: 'function', function: { name: 'weather', arguments: '' } },
    { index: 1, id: 'call_2', type: 'function', function: { name: 'weather', arguments: '' } },
  ])
  expect(joinedArguments(calls)).toEqual(['{"city":"Zürich"}', '{"city":"São Paulo"}'])
  expect(valueAt(data.at(-1), '/choices/0/finish_reason')).toBe('tool_calls')
})

test('interleaved calls take turns', async () => {
  const token = scripted({ ...twoCalls, deltas: { interleaved: true } })
  const { data } = await postStream(running, path, { ...hello, tools: [weather] }, token)
  const calls = deltasOf(data).flatMap((delta) => valueAt(delta, '/tool_calls/0') ?? [])
  expect(calls.map((call) => valueAt(call, '/index')).slice(0, 6)).toEqual([0, 1, 0, 1, 0, 1])
  expect(joinedArguments(calls)).toEqual(['{"city":"Zürich"}', '{"city":"São Paulo"}'])
})

function joinedArguments(calls: readonly unknown[]): readonly string[] {
  return [0, 1].map((index) =>
    calls
      .filter((call) => valueAt(call, '/index') === index)
      .map((call) => valueAt(call, '/function/arguments'))
      .join(''),
  )
}

test('usage comes in a chunk without choices, when it was asked for', async () => {
  const asked = await postStream(running, path, { ...hello, stream_options: { include_usage: true } })
  expect(asked.data.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: expect.any(Number) } })
  expect(asked.data.slice(0, -1).every((chunk) => valueAt(chunk, '/usage') === null)).toBe(true)
  const plain = await postStream(running, path, hello)
  expect(plain.data.some((chunk) => valueAt(chunk, '/usage') !== undefined)).toBe(false)
})

test('deltas are padded unless the request says no', async () => {
  const padded = await postStream(running, path, hello)
  expect(padded.data.every((chunk) => valueAt(chunk, '/obfuscation') !== undefined)).toBe(true)
  const bare = await postStream(running, path, { ...hello, stream_options: { include_obfuscation: false } })
  expect(bare.data.some((chunk) => valueAt(chunk, '/obfuscation') !== undefined)).toBe(false)
})

test('several choices are told apart by their index', async () => {
  const reply = await postJson(running, path, { ...hello, n: 2 })
  expect([0, 1].map((index) => valueAt(reply, `/choices/${index}/index`))).toEqual([0, 1])
  const { data } = await postStream(running, path, { ...hello, n: 2 })
  expect(new Set(data.map((chunk) => valueAt(chunk, '/choices/0/index')))).toEqual(new Set([0, 1]))
})

test('a custom tool is called with text', async () => {
  const tools = [{ type: 'custom', custom: { name: 'shell' } }]
  const body = { model: 'gpt-5.2', messages: hello.messages, tools, tool_choice: 'required' }
  const reply = await postJson(running, path, body)
  expect(valueAt(reply, '/choices/0/message/tool_calls/0')).toMatchObject({ type: 'custom', custom: { name: 'shell' } })
})

test('a request in the older form is answered in it, whole and streamed', async () => {
  const body = { ...hello, functions: [{ name: 'weather', parameters: {} }], function_call: { name: 'weather' } }
  const reply = await postJson(running, path, body)
  expect(valueAt(reply, '/choices/0')).toMatchObject({
    finish_reason: 'function_call',
    message: { function_call: { name: 'weather', arguments: '{}' } },
  })
  const { data } = await postStream(running, path, body)
  expect(deltasOf(data)).toContainEqual({ function_call: { name: 'weather', arguments: '' } })
})

test('log probabilities are given when they were asked for', async () => {
  const body = { ...hello, logprobs: true, top_logprobs: 1 }
  const reply = await postJson(running, path, body, scripted({ text: 'a b' }))
  expect(valueAt(reply, '/choices/0/logprobs/content')).toMatchObject([
    { token: 'a' },
    { token: ' b', bytes: [32, 98] },
  ])
  expect(valueAt(await postJson(running, path, hello), '/choices/0/logprobs')).toBeUndefined()
})
