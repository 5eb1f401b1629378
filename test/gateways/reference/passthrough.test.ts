import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { textEvents } from './fixtures.ts'
import { chatModel, providerKey, responsesModel, startRig } from './gateway-kit.ts'
import { answerEvents, answerJson, answerPieces } from './upstream.ts'

const chatBody = {
  model: chatModel,
  messages: [{ role: 'user', content: 'grüße 🌊', name: 'alice' }],
  stop: ['\n'],
  n: 3,
  metadata: { model: 'kept', trace: 'kept' },
  tools: [{ type: 'function', function: { name: 'f', parameters: { properties: { model: {} } } } }],
  unknown_field: { nested: [1, null, { deep: true }] },
}

test('a chat body arrives as it was sent, but for the model', async () => {
  await using rig = await startRig(answerJson({ id: 'chatcmpl-1' }))
  const reply = await rig.post('/v1/chat/completions', chatBody)
  expect(reply.status).toBe(200)
  expect(rig.upstream.last().path).toBe('/~t1/v1/chat/completions')
  expect(rig.upstream.last().body).toEqual({ ...chatBody, model: 'gpt-5.2-codex' })
})

test('a Responses body arrives as it was sent, but for the model', async () => {
  await using rig = await startRig(answerJson({ id: 'resp_1' }))
  const body = { model: responsesModel, input: 'hi', store: true, metadata: { a: 'b' }, include: [] }
  await rig.post('/v1/responses', body)
  expect(rig.upstream.last().path).toBe('/~t1/v1/responses')
  expect(rig.upstream.last().body).toEqual({ ...body, model: 'gpt-5.2-codex' })
})

test('members keep their order and numbers their spelling where a double would lose digits', async () => {
  await using rig = await startRig(answerJson({}))
  const digits =
    '{"seed":9223372036854775807,"temperature":0.12345678901234567890,"model":"a-chat-alias","messages":[]}'
  await rig.post('/v1/chat/completions', digits)
  expect(rig.upstream.last().text).toBe(digits.replace(chatModel, 'gpt-5.2-codex'))
})

test('a JSON reply reaches the client byte for byte', async () => {
  const body = '{ "id" : "chatcmpl-1", "extra": [1.0, "\\u00fc"] }'
  await using rig = await startRig((response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(body)
  })
  const reply = await rig.post('/v1/chat/completions', chatBody)
  expect(reply.headers.get('content-type')).toBe('application/json')
  expect(await reply.text()).toBe(body)
})

test('the frames of a stream are passed on before the stream has ended', async () => {
  let finish = (): void => {}
  await using rig = await startRig((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: {"first":1}\n\n')
    finish = () => response.end('data: [DONE]\n\n')
  })
  const reply = await rig.post('/v1/chat/completions', { ...chatBody, stream: true })
  const reader = reply.body?.getReader()
  const first = await reader?.read()
  expect(Buffer.from(first?.value ?? []).toString()).toBe('data: {"first":1}\n\n')
  finish()
  const second = await reader?.read()
  expect(Buffer.from(second?.value ?? []).toString()).toBe('data: [DONE]\n\n')
})

test('a Responses stream reaches the client byte for byte, split characters included', async () => {
  const bytes = Buffer.from(
    textEvents('grü', 'ße 🌊')
      .map((event) => `data: ${JSON.stringify(event)}\r\n\r\n`)
      .join(''),
  )
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
    bytes.subarray(index * 7, index * 7 + 7),
  )
  await using rig = await startRig(answerPieces(pieces))
  const reply = await rig.post('/v1/responses', { model: responsesModel, input: 'hi', stream: true })
  expect(Buffer.from(await reply.arrayBuffer())).toEqual(bytes)
})

test('a cut stream is cut for the client', async () => {
  await using rig = await startRig(answerEvents([{ object: 'chat.completion.chunk', choices: [] }], 'cut'))
  const reply = await rig.post('/v1/chat/completions', { ...chatBody, stream: true })
  expect(reply.status).toBe(200)
  await expect(reply.text()).rejects.toThrow()
})

test("only the gateway's own headers go upstream", async () => {
  await using rig = await startRig(answerJson({}))
  await rig.post('/v1/chat/completions', chatBody, {
    cookie: 'session=canary',
    'x-forwarded-for': '203.0.113.9',
    'openai-organization': 'org-canary',
    'user-agent': 'client/1.0',
  })
  const { headers } = rig.upstream.last()
  expect(headers).toEqual({
    host: expect.any(String),
    connection: 'keep-alive',
    authorization: `Bearer ${providerKey}`,
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': expect.stringMatching(/^watertight-gateway\/\d/),
    'content-length': expect.any(String),
  })
})

test("headers of the provider's account stay with the gateway", async () => {
  await using rig = await startRig(answerJson({}))
  const reply = await rig.post('/v1/chat/completions', chatBody)
  expect(reply.headers.has('x-ratelimit-limit-requests')).toBe(false)
})

test("the client's going away ends the call upstream", async () => {
  const { promise: closed, resolve: close } = Promise.withResolvers<void>()
  await using rig = await startRig((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: {}\n\n')
    response.on('close', close)
  })
  const client = new AbortController()
  const reply = await fetch(`${rig.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk-master-0123456789' },
    body: JSON.stringify({ ...chatBody, stream: true }),
    signal: client.signal,
  })
  expect(reply.status).toBe(200)
  client.abort()
  await closed
})

test('a compressed reply is undone before it is passed on', async () => {
  await using rig = await startRig((response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
    response.end(gzipSync('{"id":"chatcmpl-1"}'))
  })
  const reply = await rig.post('/v1/chat/completions', chatBody)
  expect(reply.headers.has('content-encoding')).toBe(false)
  expect(await reply.json()).toEqual({ id: 'chatcmpl-1' })
})
