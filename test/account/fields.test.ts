import { expect, test } from 'vitest'
import { parseFieldPath } from '../../src/account/field-path.ts'
import { between, complaints } from './accounts.ts'

const chat = between('chat-completions', 'chat-completions')
const there = between('chat-completions', 'responses')
const back = between('responses', 'chat-completions')
const embeddings = between('embeddings', 'embeddings')

const ofChat = (more: object = {}) => ({ model: 'gpt-5.2', messages: [], ...more })
const ofResponses = (more: object = {}) => ({ model: 'gpt-5.2', input: [], ...more })
const vectors = (more: object = {}) => ({ model: 'gpt-5.2', input: 'hi', ...more })

test('defaults of the route fill in at every depth, and null is nothing', () => {
  const defaults = { metadata: { team: 'a', order: '1' }, temperature: 0.5 }
  const client = ofChat({ metadata: { order: '2' }, temperature: null })
  const { ledger } = chat(client, ofChat({ metadata: { team: 'a', order: '2' }, temperature: 0.5 }), { defaults })
  const origins = Object.fromEntries(ledger.origins.map(({ upstream, origin }) => [upstream, origin]))
  expect(origins).toMatchObject({ '/metadata/team': 'route', '/metadata/order': 'client', '/temperature': 'route' })
  expect(ledger.fates.every(({ fate }) => fate === 'carried')).toBe(true)
})

test('a default of the route does not take the place of what the client sent', () => {
  const defaults = { temperature: 0.5 }
  const found = there(ofChat({ temperature: 1 }), ofResponses({ temperature: 0.5 }), { defaults })
  expect(complaints(found)).toEqual(['altered /temperature'])
  expect(found.ledger.fates.find(({ fate }) => fate === 'altered')?.note).toBe('replaced by the default of the route')
})

test('a default of the route crosses the bridge like a field of the client, and no other value is one', () => {
  const defaults = { instructions: 'Be brief.', max_output_tokens: 64 }
  const upstream = { model: 'gpt-5.2', messages: [{ role: 'system', content: 'Be brief.' }], max_completion_tokens: 64 }
  expect(complaints(back({ model: 'a', input: [] }, upstream, { defaults }))).toEqual(['lost /input'])
  const other = back({ model: 'a', input: 'hi' }, { ...upstream, max_completion_tokens: 65 }, { defaults })
  expect(complaints(other)).toContain('unaccounted /max_completion_tokens')
})

test('the drop list applies to defaults of the route, too', () => {
  const change = { defaults: { user: 'op' }, drop: [parseFieldPath('user')] }
  expect(chat(ofChat(), ofChat({ user: 'op' }), change).breaches).toEqual([{ entry: 'user', upstream: ['/user'] }])
  expect(chat(ofChat(), ofChat(), change).breaches).toEqual([])
})

test('of two fields with one target that differ, the one that did not arrive is lost', () => {
  const client = ofChat({ max_tokens: 10, max_completion_tokens: 20 })
  const upstream = ofResponses({ max_output_tokens: 20 })
  expect(complaints(there(client, upstream))).toEqual(['lost /max_tokens'])
  expect(complaints(there(client, upstream, { signalled: ['max_tokens'] }))).toEqual([])
})

test('either limit of Chat Completions may stand for the one of Responses, but not both', () => {
  const client = ofResponses({ max_output_tokens: 20 })
  expect(complaints(back(client, ofChat({ max_tokens: 20 })))).toEqual([])
  expect(complaints(back(client, ofChat({ max_tokens: 20, max_completion_tokens: 20 })))).toEqual([
    'unaccounted /max_tokens',
  ])
})

test('logprobs and an entry of include say the same', () => {
  const include = ['reasoning.encrypted_content', 'message.output_text.logprobs']
  const client = ofResponses({ include: include.slice(1) })
  expect(complaints(back(client, ofChat({ logprobs: true })))).toEqual([])
  expect(complaints(back(client, ofChat()))).toEqual(['lost /include/0'])
  expect(complaints(back(ofResponses({ include }), ofChat({ logprobs: true })))).toEqual(['lost /include/0'])
  expect(complaints(back(client, ofChat({ logprobs: false })))).toEqual(['altered /include/0'])
})

test('what the other surface needs may be added beside what needs it, and not alone', () => {
  const usage = { stream_options: { include_usage: true } }
  expect(complaints(back(ofResponses({ stream: true }), ofChat({ stream: true, ...usage })))).toEqual([])
  expect(complaints(back(ofResponses(), ofChat(usage)))).toEqual(['unaccounted /stream_options/include_usage'])
})

test('Azure has the deployment in its path: its body may go without a model', () => {
  const upstream = { messages: [] }
  expect(complaints(chat(ofChat(), upstream, { provider: 'azure-openai' }))).toEqual([])
  expect(complaints(chat(ofChat(), upstream))).toEqual(['lost /model'])
})

test('one stop sequence, or one input, says the same as a list of it', () => {
  expect(complaints(chat(ofChat({ stop: 'END' }), ofChat({ stop: ['END'] })))).toEqual([])
  expect(complaints(chat(ofChat({ stop: ['END'] }), ofChat({ stop: 'END' })))).toEqual([])
  expect(complaints(chat(ofChat({ stop: ['A', 'B'] }), ofChat({ stop: 'A' })))).not.toEqual([])
  expect(complaints(embeddings(vectors(), vectors({ input: ['hi'] })))).toEqual([])
  expect(complaints(embeddings(vectors({ input: [1, 2] }), vectors({ input: [[1, 2]] })))).toEqual([])
  expect(complaints(embeddings(vectors({ input: ['a', 'b'] }), vectors({ input: ['b', 'a'] })))).toHaveLength(1)
})

test('the encoding of a vector is the client’s; unasked, base64 may be asked for', () => {
  expect(complaints(embeddings(vectors(), vectors({ encoding_format: 'base64' })))).toEqual([])
  expect(complaints(embeddings(vectors({ encoding_format: 'float' }), vectors()))).toEqual([])
  expect(complaints(embeddings(vectors({ encoding_format: 'base64' }), vectors({ encoding_format: 'float' })))).toEqual(
    ['altered /encoding_format'],
  )
  expect(complaints(embeddings(vectors({ dimensions: 256 }), vectors()))).toEqual(['lost /dimensions'])
})

test('a number is the same number however it is written', () => {
  expect(complaints(chat(JSON.parse('{"a":1.0,"b":-0,"c":1e2}'), JSON.parse('{"a":1,"b":0,"c":100}')))).toEqual([])
})

test('a member named like a property of every object is a member like any other', () => {
  const odd: unknown = JSON.parse('{"model":"gpt-5.2","constructor":"x","__proto__":"y"}')
  expect(complaints(chat(odd, { model: 'gpt-5.2' }))).toEqual(['lost /constructor', 'lost /__proto__'])
  expect(complaints(chat({ model: 'a' }, odd))).toEqual(['unaccounted /constructor', 'unaccounted /__proto__'])
  expect(complaints(chat({ metadata: odd }, { metadata: odd }))).toEqual([])
})
