import { afterAll, expect, test } from 'vitest'
import { isRecord, valueAt } from '../../src/contract/pointer.ts'
import type { Turn } from '../../src/fake-kit/turn.ts'
import { post, postJson, postStream, startOpenAI } from './openai-fake.ts'

const running = await startOpenAI()

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

const chat = { path: '/chat/completions', body: { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] } }
const responses = { path: '/responses', body: { model: 'gpt-5.2', input: 'hi' } }
const surfaces = [
  ['chat', chat],
  ['responses', responses],
] as const

let cases = 0
/** A case of its own that is answered with this turn. */
function scripted(turn: Turn): string {
  cases += 1
  const token = `turn${cases}`
  running.script(token, 0, [turn])
  return token
}

async function verdictsOf(token: string): Promise<readonly unknown[]> {
  await running.journal.settled({ token }, 5000)
  return running.journal.exchanges({ token }).map(({ verdict }) => verdict?.kind)
}

function typesOf(data: readonly unknown[]): readonly unknown[] {
  return data.map((event) => valueAt(event, '/type'))
}

const thought: Turn = { reasoning: { summary: ['One thing.', 'Another.'], encrypted: 'gAAAAAsecret' }, text: 'So.' }

test('reasoning is told on Responses as far as the request asks for it', async () => {
  const token = scripted(thought)
  const asking = { reasoning: { summary: 'auto' }, include: ['reasoning.encrypted_content'] }
  const silent = await postJson(running, responses.path, responses.body, token)
  const open = await postJson(running, responses.path, { ...responses.body, ...asking }, token)
  expect(valueAt(silent, '/output/0')).toEqual({ id: expect.stringMatching(/^rs_/), type: 'reasoning', summary: [] })
  expect(valueAt(open, '/output/0')).toMatchObject({
    encrypted_content: 'gAAAAAsecret',
    summary: [
      { type: 'summary_text', text: 'One thing.' },
      { type: 'summary_text', text: 'Another.' },
    ],
  })
  expect(valueAt(open, '/output/1/content/0/text')).toBe('So.')
})

test('the life of a reasoning item comes before that of the message', async () => {
  const body = { ...responses.body, reasoning: { summary: 'detailed' } }
  const { data } = await postStream(running, responses.path, body, scripted(thought))
  const types = typesOf(data)
  const part = (...deltas: number[]) => [
    'response.reasoning_summary_part.added',
    ...deltas.map(() => 'response.reasoning_summary_text.delta'),
    'response.reasoning_summary_text.done',
    'response.reasoning_summary_part.done',
  ]
  expect(types.slice(2, 14)).toEqual([
    'response.output_item.added',
    ...part(1, 2),
    ...part(1),
    'response.output_item.done',
    'response.output_item.added',
  ])
  expect(data.slice(3, 12).map((event) => valueAt(event, '/summary_index'))).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1])
})

test.each([
  ['chat', chat, '/usage/completion_tokens', '/usage/completion_tokens_details/reasoning_tokens'],
  ['responses', responses, '/usage/output_tokens', '/usage/output_tokens_details/reasoning_tokens'],
] as const)(
  '%s: what was reasoned is counted in the usage, and nowhere said unasked',
  async (_, { path, body }, all, some) => {
    const reply = await postJson(running, path, body, scripted(thought))
    expect(valueAt(reply, some)).toBe(5)
    expect(valueAt(reply, all)).toBe(6)
    expect(JSON.stringify(reply)).not.toContain('Another.')
  },
)

test('a refusal is a message without content on Chat, and a part of its own on Responses', async () => {
  const token = scripted({ refusal: 'I cannot.' })
  const completion = await postJson(running, chat.path, { ...chat.body, logprobs: true }, token)
  expect(valueAt(completion, '/choices/0')).toMatchObject({
    message: { content: null, refusal: 'I cannot.' },
    logprobs: { content: null, refusal: [{ token: 'I' }, { token: ' cannot.' }] },
    finish_reason: 'stop',
  })
  const response = await postJson(running, responses.path, responses.body, token)
  expect(valueAt(response, '/output/0/content')).toEqual([{ type: 'refusal', refusal: 'I cannot.' }])
  expect(valueAt(response, '/status')).toBe('completed')
})

test('a refusal is streamed in deltas of its own', async () => {
  const token = scripted({ refusal: 'I cannot.' })
  const chunks = await postStream(running, chat.path, chat.body, token)
  expect(chunks.data.map((chunk) => valueAt(chunk, '/choices/0/delta/refusal'))).toEqual([
    null,
    'I',
    ' cannot.',
    undefined,
  ])
  const events = await postStream(running, responses.path, responses.body, token)
  expect(typesOf(events.data).slice(3, -2)).toEqual([
    'response.content_part.added',
    'response.refusal.delta',
    'response.refusal.delta',
    'response.refusal.done',
    'response.content_part.done',
  ])
})

const schema = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'array', items: { type: 'integer' } } },
  required: ['city', 'days'],
  additionalProperties: false,
}

test('structured text fits the schema of the request, or is the value that is given', async () => {
  const chatBody = { ...chat.body, response_format: { type: 'json_schema', json_schema: { name: 'a', schema } } }
  const responseBody = { ...responses.body, text: { format: { type: 'json_schema', name: 'a', schema } } }
  const texts = async (turn: Turn) => {
    const token = scripted(turn)
    const completion = await postJson(running, chat.path, chatBody, token)
    const response = await postJson(running, responses.path, responseBody, token)
    return [valueAt(completion, '/choices/0/message/content'), valueAt(response, '/output/0/content/0/text')]
  }
  const [one, other] = await texts({ structured: 'sampled' })
  expect(JSON.parse(String(one))).toMatchObject({ city: expect.any(String), days: [expect.any(Number)] })
  expect(other).toBe(one)
  expect(await texts({ structured: { value: { city: 'Bern', days: [] } } })).toEqual(
    Array(2).fill('{"city":"Bern","days":[]}'),
  )
})

test('the error of a rule is that of its example, and says nothing about the request', async () => {
  const token = scripted({ error: { rule: 'openai/unknown-parameter' } })
  const reply = await post(running, responses.path, { ...responses.body, stream: true }, token)
  expect(reply.status).toBe(400)
  expect(await reply.json()).toMatchObject({ error: { code: 'unknown_parameter', type: 'invalid_request_error' } })
  expect(await verdictsOf(token)).toEqual(['accepted'])
})

test.each(surfaces)(
  '%s: an error in words of the script comes with its status and headers',
  async (_, { path, body }) => {
    const error = { message: 'Rate limit reached.', type: 'requests', code: 'rate_limit_exceeded' }
    const token = scripted({ error: { status: 429, error, headers: { 'retry-after': '7' } } })
    const reply = await post(running, path, body, token)
    expect(reply.status).toBe(429)
    expect(reply.headers.get('retry-after')).toBe('7')
    expect(reply.headers.get('x-request-id')).toMatch(/^req_/)
    expect(await reply.json()).toEqual({ error: { ...error, param: null } })
  },
)

test('a rule that the provider does not have is a fault, with the nearest name', async () => {
  await using fakes = await startOpenAI()
  fakes.script('t', 0, [{ error: { rule: 'openai/unknown-parametre' } }])
  expect((await post(fakes, chat.path, chat.body, 't')).status).toBe(500)
  expect(fakes.faults).toMatchObject([{ code: 'E_TURN_RULE', hint: 'Did you mean "openai/unknown-parameter"?' }])
})

test('after an error the next turn answers', async () => {
  running.script('retried', 0, [{ error: { status: 503, error: { message: 'Overloaded.' } } }, { text: 'here' }])
  expect((await post(running, chat.path, chat.body, 'retried')).status).toBe(503)
  const reply = await postJson(running, chat.path, chat.body, 'retried')
  expect(valueAt(reply, '/choices/0/message/content')).toBe('here')
})

const limit = { code: 'rate_limit_exceeded', message: 'Too much.', type: 'tokens' }

test('a failed response ends as failed, streamed and whole', async () => {
  const token = scripted({ text: 'one two three', failure: { as: 'failed', after: 2, error: limit } })
  const { data } = await postStream(running, responses.path, responses.body, token)
  expect(typesOf(data).slice(-3)).toEqual([
    'response.output_text.delta',
    'response.output_text.delta',
    'response.failed',
  ])
  expect(valueAt(data.at(-1), '/response')).toMatchObject({
    status: 'failed',
    error: { code: 'rate_limit_exceeded', message: 'Too much.' },
    output: [],
    usage: null,
  })
  const whole = await postJson(running, responses.path, responses.body, token)
  expect(whole).toMatchObject({ status: 'failed', error: { code: 'rate_limit_exceeded' } })
  expect(await verdictsOf(token)).toEqual(['accepted', 'accepted'])
})

test.each([
  ['nested', { type: 'error', sequence_number: 4, error: { ...limit, param: null } }],
  ['flat', { type: 'error', sequence_number: 4, code: limit.code, message: limit.message, param: null }],
] as const)('an error event of the %s form breaks a Responses stream off', async (form, event) => {
  const token = scripted({ text: 'one', failure: { as: 'error', form, error: limit } })
  const { events, data } = await postStream(running, responses.path, responses.body, token)
  expect(data.at(-1)).toEqual(event)
  expect(events.at(-1)?.event).toBe('error')
  expect(typesOf(data)).not.toContain('response.output_text.delta')
})

test.each(['failed', 'error'] as const)('a %s chat stream says its error, and then that it is over', async (as) => {
  const token = scripted({ text: 'one two three', failure: { as, after: 1 } })
  const { events, data } = await postStream(running, chat.path, chat.body, token)
  expect(data).toHaveLength(3)
  expect(data.at(-1)).toEqual({
    error: {
      message: 'The server had an error while processing your request. Sorry about that!',
      type: 'server_error',
      param: null,
      code: null,
    },
  })
  expect(events.at(-1)?.data).toBe('[DONE]')
})

test('a stream that fails after more deltas than it has says all of them, and never that it is finished', async () => {
  const token = scripted({ text: 'one', failure: { as: 'error', after: 99 } })
  const chunks = await postStream(running, chat.path, chat.body, token)
  expect(chunks.data.flatMap((chunk) => valueAt(chunk, '/choices/0/finish_reason') ?? [])).toEqual([])
  const events = await postStream(running, responses.path, responses.body, token)
  expect(typesOf(events.data)).not.toContain('response.completed')
})

test.each([
  ['chat', 'failed', chat],
  ['chat', 'error', chat],
  ['responses', 'error', responses],
] as const)('%s: without a stream a failure (%s) is an error reply', async (_, as, { path, body }) => {
  const reply = await post(running, path, body, scripted({ failure: { as, status: 503, error: limit } }))
  expect(reply.status).toBe(503)
  expect(await reply.json()).toEqual({ error: { ...limit, param: null } })
})

test.each(surfaces)('%s: raw bytes are the whole reply, with the headers they come with', async (_, { path, body }) => {
  const headers = { 'Content-Type': 'text/html', 'X-Proxy': 'down' }
  const reply = await post(running, path, body, scripted({ raw: { status: 502, headers, body: '<h1>Bad</h1>' } }))
  expect(reply.status).toBe(502)
  expect(Object.fromEntries(reply.headers)).toEqual({
    'content-type': 'text/html',
    'x-proxy': 'down',
    'content-length': '12',
    connection: 'keep-alive',
    date: 'Thu, 01 Jan 2026 00:00:00 GMT',
  })
  expect(await reply.text()).toBe('<h1>Bad</h1>')
})

test('raw parts are written one by one, binary ones too', async () => {
  const token = scripted({ raw: { body: ['ab', { base64: '/wA=' }, 'c'] } })
  const reply = await post(running, chat.path, chat.body, token)
  expect([...new Uint8Array(await reply.arrayBuffer())]).toEqual([0x61, 0x62, 0xff, 0x00, 0x63])
  await running.journal.settled({ token }, 5000)
  const frames = running.journal.exchanges({ token })[0]?.reply?.frames ?? []
  expect(frames.map(({ bytes }) => bytes.length)).toEqual([2, 2, 1])
})

test('deltas are padded unless the request switches it off', async () => {
  const token = scripted({ reasoning: { summary: ['Hm.'] }, text: 'a b', refusal: 'c' })
  const body = { ...responses.body, reasoning: { summary: 'auto' } }
  const padded = await postStream(running, responses.path, body, token)
  const plain = await postStream(
    running,
    responses.path,
    { ...body, stream_options: { include_obfuscation: false } },
    token,
  )
  const deltas = (data: readonly unknown[]) => data.filter((event) => isRecord(event) && 'delta' in event)
  expect(deltas(padded.data)).toHaveLength(4)
  expect(deltas(padded.data).every((event) => isRecord(event) && 'obfuscation' in event)).toBe(true)
  expect(JSON.stringify(plain.data)).not.toContain('obfuscation')
})

test('every choice of a request for several says the turn', async () => {
  const token = scripted({ refusal: 'No.', usage: { input: 3, output: 2, reasoning: 1 } })
  const reply = await postJson(running, chat.path, { ...chat.body, n: 3 }, token)
  const choices = valueAt(reply, '/choices')
  expect(Array.isArray(choices) && choices.map((choice) => valueAt(choice, '/message/refusal'))).toEqual([
    'No.',
    'No.',
    'No.',
  ])
})
