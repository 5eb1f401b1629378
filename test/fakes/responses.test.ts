import { afterAll, expect, test } from 'vitest'
import { valueAt } from '../../src/contract/pointer.ts'
import type { Turn } from '../../src/fake-kit/turn.ts'
import { postJson, postStream, startOpenAI } from './openai-fake.ts'

const running = await startOpenAI()
const path = '/responses'
const hello = { model: 'gpt-5.2', input: 'hi' }
const weather = { type: 'function', name: 'weather', parameters: { type: 'object', properties: {} } }

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

let cases = 0
/** A case of its own that is answered with this turn. */
function scripted(turn: Turn): string {
  cases += 1
  const token = `responses${cases}`
  running.script(token, 0, [turn])
  return token
}

const twoCalls: Turn = {
  toolCalls: [
    { name: 'weather', arguments: '{"city":"Zürich"}', id: 'call_1' },
    { name: 'weather', arguments: '{"city":"Bern"}', id: 'call_2' },
  ],
}

function typesOf(data: readonly unknown[]): readonly unknown[] {
  return data.map((event) => valueAt(event, '/type'))
}

test('an unscripted request is answered with a message', async () => {
  const reply = await postJson(running, path, hello)
  expect(reply).toMatchObject({
    object: 'response',
    status: 'completed',
    error: null,
    incomplete_details: null,
    model: 'gpt-5.2',
    output: [{ type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text' }] }],
    usage: { input_tokens_details: { cached_tokens: 0 }, output_tokens_details: { reasoning_tokens: 0 } },
  })
  expect(valueAt(reply, '/id')).toMatch(/^resp_[0-9a-f]{50}$/)
})

test('settings of the request are repeated, and defaults stand where it was silent', async () => {
  const settings = {
    instructions: 'Be brief.',
    metadata: { team: 'a' },
    max_output_tokens: 64,
    parallel_tool_calls: false,
    text: { format: { type: 'text' }, verbosity: 'low' },
    tools: [weather],
    user: 'u1',
  }
  const reply = await postJson(running, path, { ...hello, ...settings })
  expect(reply).toMatchObject(settings)
  expect(reply).toMatchObject({ temperature: 1, tool_choice: 'auto', truncation: 'disabled', store: true })
  expect(reply).not.toHaveProperty('include')
  expect(reply).not.toHaveProperty('input')
})

test('a text streams through the whole life of a response, in order, and without [DONE]', async () => {
  const { events, data } = await postStream(running, path, hello, scripted({ text: 'Grüße an 🙂' }))
  expect(typesOf(data)).toEqual([
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.delta',
    'response.output_text.delta',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.completed',
  ])
  expect(events.map((event) => event.event)).toEqual(typesOf(data))
  expect(data.map((event) => valueAt(event, '/sequence_number'))).toEqual(data.map((_, index) => index))
  expect(data.slice(4, 7).map((event) => valueAt(event, '/delta'))).toEqual(['Grüße', ' an', ' 🙂'])
  expect(valueAt(data.at(-1), '/response/output/0')).toEqual(valueAt(data.at(-2), '/item'))
  expect([data[0], data.at(-1)].map((event) => valueAt(event, '/response/service_tier'))).toEqual(['auto', 'default'])
})

test('a call streams its arguments under its own item', async () => {
  const { data } = await postStream(running, path, { ...hello, tools: [weather] }, scripted(twoCalls))
  expect(typesOf(data).slice(2, 7)).toEqual([
    'response.output_item.added',
    'response.function_call_arguments.delta',
    'response.function_call_arguments.delta',
    'response.function_call_arguments.delta',
    'response.function_call_arguments.done',
  ])
  expect(argumentsByItem(data)).toEqual(['{"city":"Zürich"}', '{"city":"Bern"}'])
  const done = data.find((event) => valueAt(event, '/type') === 'response.function_call_arguments.done')
  expect(done).not.toHaveProperty('name')
  expect(valueAt(data.at(-1), '/response/output')).toMatchObject([{ call_id: 'call_1' }, { call_id: 'call_2' }])
})

test('interleaved calls take turns and keep to their items', async () => {
  const token = scripted({ ...twoCalls, deltas: { interleaved: true } })
  const { data } = await postStream(running, path, { ...hello, tools: [weather] }, token)
  const deltas = data.filter((event) => valueAt(event, '/type') === 'response.function_call_arguments.delta')
  expect(deltas.map((event) => valueAt(event, '/output_index')).slice(0, 4)).toEqual([0, 1, 0, 1])
  expect(argumentsByItem(data)).toEqual(['{"city":"Zürich"}', '{"city":"Bern"}'])
  const ends = data.filter((event) => valueAt(event, '/type') === 'response.output_item.done')
  expect(ends.map((event) => valueAt(event, '/output_index'))).toEqual([0, 1])
})

function argumentsByItem(data: readonly unknown[]): readonly string[] {
  const items = data.filter((event) => valueAt(event, '/type') === 'response.output_item.done')
  return items.map((item) =>
    data
      .filter((event) => valueAt(event, '/item_id') === valueAt(item, '/item/id'))
      .filter((event) => valueAt(event, '/type') === 'response.function_call_arguments.delta')
      .map((event) => valueAt(event, '/delta'))
      .join(''),
  )
}

test.each([
  ['length', 'max_output_tokens'],
  ['content-filter', 'content_filter'],
] as const)('the finish %s leaves the response incomplete for %s', async (finish, reason) => {
  const state = { status: 'incomplete', incomplete_details: { reason }, output: [{ status: 'incomplete' }] }
  expect(await postJson(running, path, hello, scripted({ text: 'x', finish }))).toMatchObject(state)
  const { data } = await postStream(running, path, hello, scripted({ text: 'x', finish }))
  expect(data.at(-1)).toMatchObject({ type: 'response.incomplete', response: state })
})

test('text stands before calls, each an item of its own', async () => {
  const reply = await postJson(running, path, { ...hello, tools: [weather] }, scripted({ text: 'a', ...twoCalls }))
  expect([0, 1, 2].map((index) => valueAt(reply, `/output/${index}/type`))).toEqual([
    'message',
    'function_call',
    'function_call',
  ])
})

test('a custom tool streams its input', async () => {
  const body = { ...hello, tools: [{ type: 'custom', name: 'shell' }], tool_choice: 'required' }
  const { data } = await postStream(running, path, body)
  expect(typesOf(data)).toContain('response.custom_tool_call_input.done')
  expect(valueAt(data.at(-1), '/response/output/0')).toMatchObject({ type: 'custom_tool_call', input: 'sample' })
})

test('a demanded format is answered in JSON of its schema', async () => {
  const schema = { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] }
  const text = { format: { type: 'json_schema', name: 'check', schema } }
  const reply = await postJson(running, path, { ...hello, text })
  expect(valueAt(reply, '/output/0/content/0/text')).toBe('{"ok":true}')
})

test('deltas are padded unless the request says no', async () => {
  const isPadded = (event: unknown) => valueAt(event, '/obfuscation') !== undefined
  expect((await postStream(running, path, hello)).data.some(isPadded)).toBe(true)
  const bare = { ...hello, stream_options: { include_obfuscation: false } }
  expect((await postStream(running, path, bare)).data.some(isPadded)).toBe(false)
})
