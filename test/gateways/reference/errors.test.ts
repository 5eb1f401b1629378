import { expect, test } from 'vitest'
import { startReferenceGateway } from '../../../src/gateways/reference/gateway.ts'
import { responseOf, textEvents } from './fixtures.ts'
import {
  chatModel,
  configFor,
  embeddingsModel,
  masterKey,
  providerKey,
  responsesModel,
  startRig,
} from './gateway-kit.ts'
import { reassemble } from './reassemble.ts'
import { answerEvents, answerJson, startUpstream } from './upstream.ts'

const path = '/v1/chat/completions'
const ask = { model: responsesModel, messages: [] }
const refusal = {
  error: { message: "Unknown parameter: 'x'.", type: 'invalid_request_error', param: 'x', code: 'unknown_parameter' },
}

test.each([
  ['a wrong key', chatModel, { authorization: 'Bearer sk-wrong' }, 401, 'invalid_api_key'],
  ['no key', chatModel, { authorization: '' }, 401, 'invalid_api_key'],
  ['an unknown model', 'gpt-9', {}, 404, 'model_not_found'],
  ['no model', '', {}, 400, null],
])('%s is refused before any call upstream', async (_what, model, headers, status, code) => {
  await using rig = await startRig(answerJson({}))
  const reply = await rig.post(path, { model, messages: [] }, headers)
  expect(reply.status).toBe(status)
  expect(await reply.json()).toMatchObject({ error: { type: 'invalid_request_error', code } })
  expect(rig.upstream.requests).toEqual([])
})

test.each(['{"model":', '[]', '"text"', '', '{"model":7}'])('the body %j is refused with 400', async (body) => {
  await using rig = await startRig(answerJson({}))
  const reply = await rig.post(path, body)
  expect(reply.status).toBe(400)
  expect(await reply.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
})

test('bytes that are no UTF-8 are refused, not repaired', async () => {
  await using rig = await startRig(answerJson({}))
  const reply = await fetch(`${rig.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${masterKey}` },
    body: Buffer.concat([
      Buffer.from(`{"model":"${chatModel}","user":"`),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ]),
  })
  expect(reply.status).toBe(400)
})

test('another content type and an unknown path are refused in the same shape', async () => {
  await using rig = await startRig(answerJson({}))
  const form = await rig.post(path, 'model=x', { 'content-type': 'application/x-www-form-urlencoded' })
  expect([form.status, await form.json()]).toMatchObject([415, { error: { type: 'invalid_request_error' } }])
  const lost = await rig.post('/v1/nothing?key=secret', {})
  expect([lost.status, await lost.json()]).toMatchObject([
    404,
    { error: { message: 'Invalid URL (POST /v1/nothing)' } },
  ])
})

test.each(['/v1/responses', '/v1/chat/completions'])(
  'a request on %s for an embeddings model is told where the model is served',
  async (at) => {
    await using rig = await startRig(answerJson({}))
    const reply = await rig.post(at, { model: embeddingsModel })
    expect(reply.status).toBe(400)
    expect(await reply.json()).toMatchObject({ error: { code: 'unsupported_surface' } })
  },
)

test.each([chatModel, responsesModel])(
  "the provider's refusal reaches the client of %s with its words",
  async (model) => {
    await using rig = await startRig(answerJson(refusal, 422))
    const reply = await rig.post(path, { ...ask, model })
    expect(reply.status).toBe(422)
    expect(await reply.json()).toEqual(refusal)
    expect(rig.upstream.requests).toHaveLength(1)
  },
)

test('a wait that the provider asks for reaches the client', async () => {
  await using rig = await startRig((response) => {
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '7' }).end('{"error":{}}')
  })
  const reply = await rig.post(path, ask)
  expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '7'])
})

test("an error that repeats the gateway's key or the provider's address is cleaned", async () => {
  await using rig = await startRig((response, request) => {
    const message = `key ${request.headers.authorization} at http://${request.headers.host}${request.path}`
    answerJson({ error: { message } }, 500)(response, request)
  })
  const text = await (await rig.post(path, ask)).text()
  expect(text).toContain('[redacted]')
  expect(text).not.toContain(providerKey)
  expect(text).not.toContain(rig.upstream.origin.replace('http://', ''))
})

test("a refused credential is the gateway's affair, not the client's", async () => {
  await using rig = await startRig(
    answerJson({ error: { message: `Incorrect API key provided: ${providerKey}` } }, 401),
  )
  const reply = await rig.post(path, ask)
  expect(reply.status).toBe(502)
  expect(await reply.json()).toMatchObject({ error: { code: 'provider_credential' } })
})

test('a redirect is not followed', async () => {
  await using rig = await startRig((response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end())
  expect((await rig.post(path, ask)).status).toBe(502)
  expect(rig.upstream.requests).toHaveLength(1)
})

test('a provider that is not there is a 502 without its address', async () => {
  const upstream = await startUpstream(answerJson({}))
  await upstream[Symbol.asyncDispose]()
  await using gateway = await startReferenceGateway(configFor(upstream.origin))
  const reply = await fetch(`${gateway.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${masterKey}` },
    body: JSON.stringify(ask),
  })
  expect(reply.status).toBe(502)
  expect(await reply.text()).not.toContain(upstream.origin.replace('http://', ''))
})

test.each([
  ['rate_limit_exceeded', 429],
  ['server_error', 500],
  ['invalid_prompt', 400],
])('a response that failed with %s is an error, stream and not', async (code, status) => {
  const failed = responseOf([], { status: 'failed', error: { code, message: 'No luck.' }, usage: null })
  const events = [...textEvents('he', 'l').slice(0, 4), { type: 'response.failed', response: failed }]
  await using rig = await startRig((answer, request) => {
    request.body['stream'] === true ? answerEvents(events)(answer, request) : answerJson(failed)(answer, request)
  })
  const reply = await rig.post(path, ask)
  expect(reply.status).toBe(status)
  expect(await reply.json()).toMatchObject({ error: { code, message: 'No luck.' } })
  const stream = reassemble(await (await rig.post(path, { ...ask, stream: true })).text())
  expect(stream).toMatchObject({ error: { code, message: 'No luck.' }, finish: [], isDone: false })
})

test.each([
  ['as documented', { type: 'error', code: 'server_error', message: 'Broken.', param: null }],
  [
    'as sent',
    { type: 'error', error: { type: 'server_error', code: 'server_error', message: 'Broken.', param: null } },
  ],
])('an error event %s becomes one', async (_form, event) => {
  await using rig = await startRig(answerEvents([...textEvents('he', 'l').slice(0, 4), event]))
  const stream = reassemble(await (await rig.post(path, { ...ask, stream: true })).text())
  expect(stream).toMatchObject({ error: { code: 'server_error', message: 'Broken.' }, finish: [], isDone: false })
})

test.each([
  ['whose connection breaks', 'cut'],
  ['that ends before its last event', 'complete'],
] as const)('a bridged stream %s is cut for the client', async (_how, end) => {
  await using rig = await startRig(answerEvents(textEvents('hel', 'lo').slice(0, 5), end))
  const reply = await rig.post(path, { ...ask, stream: true })
  await expect(reply.text()).rejects.toThrow()
})

test('a JSON reply that is not whole, is no JSON, or has not ended is a 502', async () => {
  const replies = ['{"id":', 'text', JSON.stringify(responseOf([], { status: 'in_progress' }))]
  await using rig = await startRig((response, request) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(replies[Number(request.body['temperature'])])
  })
  for (const temperature of [0, 1, 2]) expect((await rig.post(path, { ...ask, temperature })).status).toBe(502)
})
