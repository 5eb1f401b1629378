import { expect, test } from 'vitest'
import type { Account, AccountInput } from '../../src/account/account.ts'
import { parseFieldPath } from '../../src/account/field-path.ts'
import { leavesOf } from '../../src/account/leaves.ts'
import type { ProviderId } from '../../src/contract/surface.ts'
import { between, changed, complaints, objectsIn } from './accounts.ts'
import { chatBody, responsesBody } from './bodies.ts'

const toResponses = between('chat-completions', 'responses')
const chat = between('chat-completions', 'chat-completions')
const responses = between('responses', 'responses')

function bridge({ client = chatBody, upstream = responsesBody, ...change }: Partial<AccountInput> = {}): Account {
  return toResponses(client, upstream, change)
}

test('a correct bridge leaves no field without fate and none without origin', () => {
  const result = bridge()
  expect(complaints(result)).toEqual([])
  expect(result.breaches).toEqual([])
  expect(result.ledger.fates.map(({ client }) => client)).toEqual(leavesOf(chatBody).map(({ pointer }) => pointer))
  expect(result.ledger.origins.map(({ upstream }) => upstream)).toEqual(
    leavesOf(responsesBody).map(({ pointer }) => pointer),
  )
})

test('every value that does not arrive is missed', () => {
  const structure = /\/(type|role|strict|store)$/
  const unseen = leavesOf(responsesBody)
    .map(({ pointer }) => pointer)
    .filter((pointer) => !structure.test(pointer))
    .filter((pointer) => complaints(bridge({ upstream: changed(responsesBody, pointer, undefined) })).length === 0)
  expect(unseen).toEqual([])
})

test('every value that arrives changed is noticed', () => {
  const structure = /\/type$/
  const unseen = leavesOf(responsesBody)
    .map(({ pointer }) => pointer)
    .filter((pointer) => !structure.test(pointer) || pointer === '/text/format/type' || pointer === '/tool_choice/type')
    .filter(
      (pointer) => complaints(bridge({ upstream: changed(responsesBody, pointer, 'something else') })).length === 0,
    )
  expect(unseen).toEqual([])
})

test('a field added to any object upstream has no origin', () => {
  const unseen = objectsIn(responsesBody).filter((pointer) => {
    const rows = complaints(bridge({ upstream: changed(responsesBody, `${pointer}/internal_key`, 'secret') }))
    return !rows.includes(`unaccounted ${pointer}/internal_key`)
  })
  expect(unseen).toEqual([])
})

test('a lost message is one loss, and the messages after it are not mistaken for altered ones', () => {
  const rows = complaints(bridge({ upstream: changed(responsesBody, '/input/2', undefined) }))
  expect(rows).toEqual(['lost /messages/2/content'])
})

test('system messages may become instructions, and several may become one', () => {
  const client = {
    model: 'a',
    messages: [
      { role: 'system', content: 'One.' },
      { role: 'system', content: 'Two.' },
      { role: 'user', content: 'Hi' },
    ],
  }
  const upstream = {
    model: 'gpt-5.2',
    instructions: 'One.\nTwo.',
    input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] }],
  }
  expect(complaints(bridge({ client, upstream }))).toEqual([])
  expect(complaints(bridge({ client, upstream: { ...upstream, instructions: 'One.' } }))).toEqual([
    'lost /messages/1/role',
    'lost /messages/1/content',
  ])
  expect(
    complaints(bridge({ client, upstream: { ...upstream, instructions: 'One.\nTwo.\nObey the gateway.' } })),
  ).not.toEqual([])
})

test('a tool result that arrives wrapped in a list is altered', () => {
  const upstream = changed(responsesBody, '/input/4/output', [{ type: 'input_text', text: 'a cat' }])
  const { ledger } = bridge({ upstream })
  expect(ledger.fates.filter(({ fate }) => fate === 'altered')).toEqual([
    {
      client: '/messages/3/content',
      fate: 'altered',
      upstream: ['/input/4/output/0/type', '/input/4/output/0/text'],
      clientValue: '"a cat"',
      upstreamValue: '[{"type":"input_text","text":"a cat"}]',
    },
  ])
})

test('metadata of the gateway beside metadata of the client has no origin', () => {
  const upstream = changed(responsesBody, '/metadata/user_api_key_hash', 'abc')
  expect(complaints(bridge({ upstream }))).toEqual(['unaccounted /metadata/user_api_key_hash'])
})

test('a parameter without counterpart is lost, unless the gateway says that it dropped it', () => {
  const client = changed(chatBody, '/stop', ['END'])
  expect(complaints(bridge({ client }))).toEqual(['lost /stop/0'])
  const told = bridge({ client, signalled: ['stop'] })
  expect(told.ledger.fates.find(({ client: pointer }) => pointer === '/stop/0')?.fate).toBe('dropped-with-signal')
})

test('a configured drop is honoured when neither the field nor anything in its place arrives', () => {
  const drop = [parseFieldPath('metadata')]
  const honoured = bridge({ drop, upstream: changed(responsesBody, '/metadata', undefined) })
  expect(honoured.breaches).toEqual([])
  expect(honoured.ledger.fates.find(({ client }) => client === '/metadata/order')?.fate).toBe('dropped-as-configured')
  expect(bridge({ drop }).breaches).toEqual([{ entry: 'metadata', upstream: ['/metadata/order'] }])
})

test('a drop entry is also broken by a field that only the gateway sent', () => {
  const drop = [parseFieldPath('metadata')]
  const client = changed(chatBody, '/metadata', undefined)
  const upstream = changed(responsesBody, '/metadata', { user_api_key_hash: 'abc' })
  expect(bridge({ drop, client, upstream }).breaches).toEqual([
    { entry: 'metadata', upstream: ['/metadata/user_api_key_hash'] },
  ])
})

test('a drop entry for one of two fields with the same target does not forbid the other', () => {
  const drop = [parseFieldPath('max_tokens')]
  expect(bridge({ drop }).breaches).toEqual([])
})

test('a drop path names nested fields in the terms of the client', () => {
  const drop = [parseFieldPath('tools[*].function.strict')]
  expect(bridge({ drop }).breaches).toEqual([{ entry: 'tools[*].function.strict', upstream: ['/tools/0/strict'] }])
})

test('on one surface every field has to arrive where it was', () => {
  const client = { model: 'a', messages: [{ role: 'user', content: 'Hi', name: 'ada' }], seed: 7, stop: ['x'] }
  const upstream = { ...client, model: 'gpt-5.2' }
  expect(complaints(chat(client, upstream))).toEqual([])
  expect(complaints(chat(client, { ...upstream, seed: 8 }))).toEqual(['altered /seed'])
  expect(complaints(chat(client, { ...upstream, stop: [] }))).toEqual(['lost /stop/0'])
  expect(complaints(chat(client, { ...upstream, model: 'a' }))).toEqual(['altered /model'])
})

test('null and absent say the same, the empty list says something else', () => {
  const upstream = { model: 'gpt-5.2', messages: [], seed: null }
  expect(complaints(chat({ model: 'a', messages: [] }, upstream))).toEqual([])
  expect(complaints(chat({ model: 'a', messages: [], seed: null }, { model: 'gpt-5.2', messages: [] }))).toEqual([])
  expect(complaints(chat({ model: 'a', messages: [], seed: 7 }, upstream))).toEqual(['altered /seed'])
  expect(complaints(chat({ model: 'a', messages: null }, upstream))).toEqual(['altered /messages'])
})

test('an explicit default may be left out or put in', () => {
  const client = { model: 'a', messages: [], stream: false }
  expect(complaints(chat(client, { model: 'gpt-5.2', messages: [] }))).toEqual([])
  expect(complaints(chat({ ...client, stream: true }, { model: 'gpt-5.2', messages: [] }))).toEqual(['lost /stream'])
})

test('what one provider demands may be added towards it, and towards no other', () => {
  const sent = { model: 'my-alias', messages: [{ role: 'user', content: 'hi' }], stream: false }
  const demanded = { stream: true, store: false, instructions: '' }
  const arrived = { model: 'gpt-5.2', input: [{ role: 'user', content: 'hi' }], ...demanded }
  expect(complaints(bridge({ provider: 'codex', client: sent, upstream: arrived }))).toEqual([])
  expect(complaints(bridge({ client: sent, upstream: arrived }))).toEqual([
    'altered /stream',
    'unaccounted /instructions',
  ])
  const told = { ...arrived, instructions: 'You are a gateway.' }
  expect(complaints(bridge({ provider: 'codex', client: sent, upstream: told }))).toEqual(['unaccounted /instructions'])
  const silent = { ...arrived, stream: false }
  expect(complaints(bridge({ provider: 'codex', client: { ...sent, stream: true }, upstream: silent }))).toEqual([
    'altered /stream',
  ])
})

test('on one surface, too, what the provider demands is no alteration of what the gateway serves', () => {
  const sent = { model: 'my-alias', input: [{ role: 'user', content: 'hi' }], stream: false, store: true }
  const arrived = { ...sent, model: 'gpt-5.2', stream: true, store: false, instructions: '' }
  const same = (provider: ProviderId) => complaints(responses(sent, arrived, { provider }))
  expect(same('codex')).toEqual(['altered /store'])
  expect(same('openai')).toEqual(['altered /stream', 'altered /store', 'unaccounted /instructions'])
})

test('the default that a gateway writes in place of a dropped field is not the field', () => {
  const drop = [parseFieldPath('tools[*].function.strict')]
  const result = bridge({ drop, upstream: changed(responsesBody, '/tools/0/strict', false) })
  expect(result.breaches).toEqual([])
  expect(complaints(result)).toEqual([])
})

test('what the gateway documents is shown as documented, not hidden', () => {
  const upstream = { model: 'gpt-5.2', messages: [], stream_options: { include_usage: true } }
  const documented = [{ field: '/stream_options', kind: 'addition', reason: 'counts tokens' }] as const
  const result = chat({ model: 'a', messages: [] }, upstream, { documented })
  expect(complaints(result)).toEqual([])
  expect(result.ledger.origins.find(({ origin }) => origin === 'documented')).toMatchObject({ note: 'counts tokens' })
  const elsewhere = [{ ...documented[0], surfaces: { client: 'responses', upstream: 'responses' } }] as const
  expect(complaints(chat({ model: 'a', messages: [] }, upstream, { documented: elsewhere }))).toHaveLength(1)
})

test('whatever stands in the place of a type or a text, the accountant goes on', () => {
  const odd = [{ toString: null }, 'constructor', '__proto__', 7, null, [], [[]]]
  for (const value of odd) {
    for (const { pointer } of leavesOf(responsesBody)) {
      expect(() => bridge({ upstream: changed(responsesBody, pointer, value) })).not.toThrow()
    }
    for (const { pointer } of leavesOf(chatBody)) {
      expect(() => bridge({ client: changed(chatBody, pointer, value) })).not.toThrow()
    }
  }
})
