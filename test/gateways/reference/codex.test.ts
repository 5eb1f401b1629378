import { afterAll, expect, test } from 'vitest'
import { valueAt } from '../../../src/contract/pointer.ts'
import { collectResponse } from '../../../src/gateways/reference/codex/collect-response.ts'
import { codexRequest } from '../../../src/gateways/reference/codex/request.ts'
import type { JsonObject } from '../../../src/gateways/reference/json.ts'
import { messageItem, responseOf, textEvents } from './fixtures.ts'
import { responsesModel, startRig } from './gateway-kit.ts'
import { type Asked, ask, startProviders } from './live-kit.ts'
import { reassemble } from './reassemble.ts'
import { answerEvents, answerJson, answerPieces, eventText } from './upstream.ts'

const running = await startProviders()
afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

const target = { provider: 'codex', surface: 'responses', accountId: 'acct-1' } as const
const fromResponses = (body: object): Asked => ({ client: 'responses', target, body: { input: 'hi', ...body } })
const fromChat = (body: object): Asked => ({
  client: 'chat-completions',
  target,
  body: { messages: [{ role: 'user', content: 'hi' }], ...body },
})

test('what Codex demands is added, and what it serves by itself is left out', () => {
  expect(codexRequest({ model: 'm', input: 'hi', stream: false, metadata: null, tools: null })).toEqual({
    request: {
      model: 'm',
      input: [{ type: 'message', role: 'user', content: 'hi' }],
      instructions: '',
      store: false,
      stream: true,
    },
    lost: [],
  })
})

test('instructions, and what else Codex takes, stay as they are; a system message becomes a developer one', () => {
  const kept = {
    instructions: 'Be brief.',
    tools: [{ type: 'web_search' }],
    tool_choice: 'auto',
    parallel_tool_calls: false,
    reasoning: { effort: 'low', summary: 'auto' },
    text: { verbosity: 'low' },
    include: ['reasoning.encrypted_content'],
    prompt_cache_key: 'k',
    client_metadata: { a: 'b' },
    service_tier: 'priority',
    stream_options: { reasoning_summary_delivery: 'sequential_cutoff' },
  }
  const input = [
    { role: 'system', content: 's' },
    { role: 'user', content: 'u' },
    { type: 'reasoning', summary: [] },
  ]
  const { request, lost } = codexRequest({ ...kept, input })
  expect(lost).toEqual([])
  expect(request).toEqual({
    ...kept,
    input: [{ role: 'developer', content: 's' }, ...input.slice(1)],
    store: false,
    stream: true,
  })
})

test.each([
  [{ temperature: 1 }, 'temperature'],
  [{ max_output_tokens: 9 }, 'max_output_tokens'],
  [{ metadata: {} }, 'metadata'],
  [{ user: 'u' }, 'user'],
  [{ store: true }, 'store'],
  [{ previous_response_id: 'resp_1' }, 'previous_response_id'],
  [{ service_tier: 'flex' }, 'service_tier'],
  [{ stream: true, stream_options: { include_obfuscation: false } }, 'stream_options.include_obfuscation'],
])('%j is refused by name and never sent', async (field, name) => {
  const told = await ask(running, fromResponses(field))
  expect(told).toMatchObject({ status: 400, violations: [], upstream: [] })
  expect(told.parsed[0]).toMatchObject({ error: { param: name, code: 'unsupported_parameter' } })
})

test.each(['max_tokens', 'max_completion_tokens'])("%s is refused under the client's name", async (name) => {
  const told = await ask(running, fromChat({ [name]: 9 }))
  expect(told.parsed[0]).toMatchObject({ error: { param: name } })
})

test('what the operator lets go is named in the reply', async () => {
  const told = await ask(running, {
    ...fromChat({ max_tokens: 9, stop: 'x', temperature: 1, store: true }),
    onUnsupported: 'drop',
  })
  expect(told.status).toBe(200)
  expect(told.headers.get('x-gateway-dropped-params')).toBe('stop, max_tokens, temperature, store')
  expect(told.sent).not.toHaveProperty('temperature')
})

test('Codex is shown one credential, the account, and a client it knows', async () => {
  const { upstream } = await ask(running, fromResponses({ stream: true }))
  const headers = new Headers(upstream[0]?.request.headers.map(([name, value]) => [name, value]))
  const originator = headers.get('originator') ?? ''
  expect(headers.get('chatgpt-account-id')).toBe('acct-1')
  expect(headers.get('accept')).toBe('text/event-stream')
  expect(headers.get('user-agent')?.split('/')[0]).toBe(originator)
  expect(headers.get('authorization')).toMatch(/^Bearer \S+$/)
})

const turns = [{ text: 'hello', toolCalls: [{ name: 'f', arguments: '{"a":1}', id: 'call_1' }] }]
const tools = [{ type: 'function', name: 'f', parameters: { type: 'object' } }]

test('a Responses client that wants no stream gets the response that the stream told of', async () => {
  const told = await ask(running, { ...fromResponses({ tools }), turns })
  expect(told).toMatchObject({ status: 200, violations: [] })
  expect(told.headers.get('content-type')).toMatch('application/json')
  expect(told.parsed[0]).toMatchObject({
    object: 'response',
    status: 'completed',
    output: [{ content: [{ text: 'hello' }] }, { type: 'function_call', call_id: 'call_1', arguments: '{"a":1}' }],
  })
  expect(told.sent).toMatchObject({ stream: true, store: false, instructions: '' })
})

test('a Responses client that wants a stream gets it, named as what it is', async () => {
  const told = await ask(running, { ...fromResponses({ stream: true, tools }), turns })
  expect(told).toMatchObject({ status: 200, violations: [] })
  expect(told.headers.get('content-type')).toMatch('text/event-stream')
  expect(told.parsed.at(-1)).toMatchObject({ type: 'response.completed' })
})

test.each([false, true])('a chat client gets its own surface, stream %s', async (stream) => {
  const chatTools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }]
  const told = await ask(running, { ...fromChat({ stream, tools: chatTools }), turns })
  expect(told).toMatchObject({ status: 200, violations: [] })
  if (stream) {
    const { text, calls, finish } = reassemble(told.text)
    expect({ text, calls, finish }).toMatchObject({ text: 'hello', calls: [{ id: 'call_1' }], finish: ['tool_calls'] })
  } else {
    expect(valueAt(told.parsed[0], '/choices/0')).toMatchObject({
      message: { content: 'hello', tool_calls: [{ id: 'call_1' }] },
      finish_reason: 'tool_calls',
    })
  }
})

test.each([
  ['incomplete', { finish: 'length', text: 'hel' }],
  ['failed', { failure: { as: 'failed', after: 1 }, text: 'hello' }],
] as const)('a response that is %s is put together as that', async (status, turn) => {
  const told = await ask(running, { ...fromResponses({}), turns: [turn] })
  expect(told).toMatchObject({ status: 200, violations: [], parsed: [{ status }] })
})

test("the back end's flat words reach the client in the envelope that it reads", async () => {
  const told = await ask(running, fromResponses({ tools: [{ type: 'file_search', vector_store_ids: ['v'] }] }))
  expect(told).toMatchObject({ status: 400, violations: [] })
  expect(told.parsed[0]).toMatchObject({ error: { message: 'Unsupported tool type: file_search' } })
})

const codexRig = { model: { provider: 'codex' } } as const
const plain = { model: responsesModel, input: 'hi' }

test('items that only their own events tell of are part of the response', async () => {
  const events = textEvents('hel', 'lo').slice(0, -1)
  const last = { type: 'response.completed', response: responseOf([]) }
  await using rig = await startRig(answerEvents([...events, last]), codexRig)
  expect(await (await rig.post('/v1/responses', plain)).json()).toEqual(responseOf([messageItem('hello')]))
})

test.each([
  ['whose connection breaks', 'cut'],
  ['that ends before its last event', 'complete'],
] as const)('a stream %s is a 502 for a client that wanted none', async (_how, end) => {
  await using rig = await startRig(answerPieces(textEvents('hel', 'lo').slice(0, 5).map(eventText), end), codexRig)
  const reply = await rig.post('/v1/responses', plain)
  expect([reply.status, await reply.json()]).toMatchObject([502, { error: { code: 'provider_cut' } }])
})

test('an error event is an error reply for a client that wanted no stream', async () => {
  const event = { type: 'error', error: { type: 'x', code: 'rate_limit_exceeded', message: 'Slow down.', param: null } }
  await using rig = await startRig(answerEvents([...textEvents('h', 'i').slice(0, 3), event]), codexRig)
  const reply = await rig.post('/v1/responses', plain)
  expect([reply.status, await reply.json()]).toMatchObject([429, { error: { message: 'Slow down.' } }])
})

test.each([
  [{ detail: 'No.' }, 'No.', null],
  [{ detail: { code: 'deactivated_workspace' } }, 'deactivated_workspace', 'deactivated_workspace'],
  [{ statusCode: 403, message: 'Denied.' }, 'Denied.', null],
  [{}, 'The provider answered with status 403.', null],
])('the error %j is told as "%s"', async (body, message, code) => {
  await using rig = await startRig(answerJson(body, 403), codexRig)
  const reply = await rig.post('/v1/responses', plain)
  expect([reply.status, await reply.json()]).toEqual([
    403,
    { error: { message, type: 'invalid_request_error', param: null, code } },
  ])
})

test('what follows the last event is read and ignored, as is a connection that breaks after it', async () => {
  async function* events(): AsyncGenerator<JsonObject> {
    yield { type: 'response.completed', response: { output: [{ type: 'message' }] } }
    yield { type: 'error', message: 'late' }
    throw new Error('cut')
  }
  expect(await collectResponse(events())).toEqual({ output: [{ type: 'message' }] })
})
