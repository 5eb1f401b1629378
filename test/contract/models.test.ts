import { expect, test } from 'vitest'
import { chat, chatBody, responseBody, responses } from './openai.ts'

const onBoth = [
  'gpt-3.5-turbo',
  'gpt-4',
  'gpt-4-0613',
  'gpt-4-turbo-2024-04-09',
  'gpt-4o',
  'gpt-4o-2024-11-20',
  'gpt-4o-mini-2024-07-18',
  'gpt-4o-audio-preview',
  'gpt-4o-search-preview',
  'chatgpt-4o-latest',
  'gpt-4.1',
  'gpt-4.1-nano-2025-04-14',
  'ft:gpt-3.5-turbo-0125:acme::a1b2c3',
  'ft:gpt-4o-mini-2024-07-18:acme:suffix:a1b2c3',
  'ft:gpt-4.1-mini-2025-04-14:acme::a1b2c3',
  'ft:o4-mini-2025-04-16:acme::a1b2c3',
  'gpt-audio-mini',
  'o1',
  'o3',
  'o3-mini-2025-01-31',
  'o4-mini',
  'gpt-5',
  'gpt-5-mini-2025-08-07',
  'gpt-5-chat-latest',
  'gpt-5.1',
  'gpt-5.2-2025-12-11',
  'gpt-5.4-nano',
  'gpt-5.6-terra',
  'gpt-5.9',
  'gpt-6-sol',
]
const onResponsesOnly = [
  'o1-pro-2025-03-19',
  'o3-pro',
  'o3-deep-research',
  'o4-mini-deep-research-2025-06-26',
  'gpt-5-pro',
  'gpt-5-codex',
  'gpt-5.2-codex',
  'codex-mini-latest',
  'computer-use-preview',
]
const nowhere = [
  'my-alias',
  'openai/gpt-4o',
  'azure/gpt-5',
  'claude-sonnet-5',
  'gpt4o',
  'GPT-4o',
  'text-embedding-3-small',
]

test.each(onBoth)('%s is a model of both surfaces', (model) => {
  expect(chat.judge(chatBody({ model }))).toBeNull()
  expect(responses.judge(responseBody({ model }))).toBeNull()
})

test.each(onResponsesOnly)('%s is a model of Responses only', (model) => {
  expect(responses.judge(responseBody({ model }))).toBeNull()
  expect(chat.judge(chatBody({ model }))?.rule).toBe('openai/responses-only-model')
})

test.each(nowhere)('%s is no model that could be spoken to', (model) => {
  expect(chat.judge(chatBody({ model }))?.rule).toBe('openai/chat-model-not-found')
  expect(responses.judge(responseBody({ model }))?.rule).toBe('openai/response-model-not-found')
})

test('what the vendor shows in its own examples is accepted: a reply sent back as it came, and the name of a tool', () => {
  const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }
  const reply = { role: 'assistant', content: null, refusal: null, annotations: [], tool_calls: [call] }
  const result = { role: 'tool', tool_call_id: 'call_1', name: 'f', content: 'ok' }
  expect(chat.judge({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }, reply, result] })).toBeNull()
})

test('function tools beside an effort are refused only of models that are known to refuse them', () => {
  const tools = [{ type: 'function', function: { name: 'f' } }]
  const ruleFor = (model: string, more = {}) => chat.judge(chatBody({ model, tools, ...more }))?.rule
  for (const model of ['o4-mini', 'gpt-5', 'gpt-5.1'])
    expect(ruleFor(model, { reasoning_effort: 'low' })).toBeUndefined()
  for (const model of ['gpt-5.2', 'gpt-5.4']) {
    expect(ruleFor(model)).toBeUndefined()
    expect(ruleFor(model, { reasoning_effort: 'low' })).toBe('openai/effort-with-tools')
  }
  expect(ruleFor('gpt-5.6')).toBe('openai/tools-need-responses')
  expect(ruleFor('gpt-5.6', { reasoning_effort: 'none' })).toBeUndefined()
})

test('a web address is an image on both surfaces', () => {
  const image_url = { url: 'https://example.com/cat.png' }
  expect(chat.judge(chatBody({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url }] }] }))).toBeNull()
  const content = [{ type: 'input_image', image_url: image_url.url }]
  expect(responses.judge(responseBody({ input: [{ role: 'user', content }] }))).toBeNull()
})

test('several reasoning items may share the item that follows them, a call as well as a message', () => {
  const reasoning = (id: string) => ({ type: 'reasoning', id, summary: [] })
  const call = { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' }
  const output = { type: 'function_call_output', call_id: 'call_1', output: 'ok' }
  const hi = { role: 'user', content: 'hi' }
  const answer = { role: 'assistant', content: 'ok' }
  const accepted = [hi, reasoning('rs_1'), reasoning('rs_2'), call, output, reasoning('rs_3'), answer]
  expect(responses.judge(responseBody({ input: accepted }))).toBeNull()
  const refused = [hi, call, reasoning('rs_1'), output, answer]
  expect(responses.judge(responseBody({ input: refused }))?.rule).toBe('openai/reasoning-without-follower')
})
