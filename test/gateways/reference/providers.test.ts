import { expect, test } from 'vitest'
import { startReferenceGateway } from '../../../src/gateways/reference/gateway.ts'
import { chatModel, configFor, embeddingsModel, providerKey, responsesModel, startRig } from './gateway-kit.ts'
import { answerJson, answerPieces } from './upstream.ts'

const ok = answerJson({ id: 'x' })

const posts = {
  chat: ['/v1/chat/completions', { model: chatModel, messages: [] }],
  responses: ['/v1/responses', { model: responsesModel, input: 'hi' }],
  embeddings: ['/v1/embeddings', { model: embeddingsModel, input: ['hi'], dimensions: 3 }],
} as const

test('embeddings pass, body and reply', async () => {
  await using rig = await startRig(ok)
  const reply = await rig.post(...posts.embeddings)
  expect(await reply.json()).toEqual({ id: 'x' })
  expect(rig.upstream.last()).toMatchObject({
    path: '/~t1/v1/embeddings',
    body: { model: 'gpt-5.2-codex', input: ['hi'], dimensions: 3 },
  })
})

const dated = '2025-04-01-preview'

test.each([
  ['chat', dated, `/openai/deployments/my%20model/chat/completions?api-version=${dated}`],
  ['embeddings', dated, `/openai/deployments/my%20model/embeddings?api-version=${dated}`],
  ['responses', dated, `/openai/responses?api-version=${dated}`],
  ['chat', undefined, '/openai/v1/chat/completions'],
  ['embeddings', undefined, '/openai/v1/embeddings'],
  ['responses', undefined, '/openai/v1/responses'],
] as const)('Azure takes %s with version %s at %s', async (kind, apiVersion, path) => {
  const model = { provider: 'azure-openai', model: 'my model', ...(apiVersion && { apiVersion }) } as const
  await using rig = await startRig(ok, { basePath: '/~t1', model })
  const [at, body] = posts[kind]
  await rig.post(at, body)
  expect(rig.upstream.last()).toMatchObject({ path: `/~t1${path}`, headers: { 'api-key': providerKey } })
  expect(rig.upstream.last().headers).not.toHaveProperty('authorization')
  expect(rig.upstream.last().body).toEqual({ ...body, model: 'my model' })
})

test.each(['/openai', '/openai/v1'])('an Azure endpoint that ends in %s is not doubled', async (end) => {
  await using rig = await startRig(ok, { basePath: end, model: { provider: 'azure-openai' } })
  await rig.post(...posts.responses)
  expect(rig.upstream.last().path).toBe('/openai/v1/responses')
})

test("what Azure's filter says reaches the client, also where a chunk has nothing else", async () => {
  const frames = [
    'data: {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0}]}\n\n',
    'data: {"choices":[{"index":0,"delta":{"content":"x"},"content_filter_results":{}}]}\n\n',
    'data: [DONE]\n\n',
  ]
  await using rig = await startRig(answerPieces(frames), { model: { provider: 'azure-openai' } })
  const reply = await rig.post('/v1/chat/completions', { model: chatModel, messages: [], stream: true })
  expect(await reply.text()).toBe(frames.join(''))
})

test('only the headers that the operator names go on, and none replaces one of the gateway', async () => {
  await using rig = await startRig(ok, { model: { forwardHeaders: ['x-trace-id', 'openai-beta'] } })
  await rig.post(...posts.chat, { 'x-trace-id': 'trace-1', 'x-other': 'mine', 'user-agent': 'client/1' })
  const { headers } = rig.upstream.last()
  expect(headers).toMatchObject({ 'x-trace-id': 'trace-1', authorization: `Bearer ${providerKey}` })
  expect(headers['user-agent']).toMatch(/^watertight-gateway/)
  expect(headers).not.toHaveProperty('x-other')
  expect(headers).not.toHaveProperty('openai-beta')
})

test.each(['authorization', 'api-key', 'cookie', 'host', 'content-length'])(
  'a gateway that is to forward %s does not start',
  async (name) => {
    const config = configFor('http://127.0.0.1:1', { model: { forwardHeaders: [name] } })
    await expect(startReferenceGateway(config)).rejects.toMatchObject({ code: 'E_GATEWAY_CONFIG' })
  },
)

test('a default is sent where the client sent no such field, and only there', async () => {
  const defaults = { temperature: 0.5, seed: 7, metadata: { team: 'a' } }
  await using rig = await startRig(ok, { model: { defaults } })
  await rig.post('/v1/chat/completions', { model: chatModel, messages: [], temperature: 0, seed: null })
  expect(rig.upstream.last().body).toEqual({
    model: 'gpt-5.2-codex',
    messages: [],
    temperature: 0,
    seed: null,
    metadata: { team: 'a' },
  })
})

test("a default is in the client's terms: a bridge translates it, and refuses what has no counterpart", async () => {
  await using rig = await startRig(ok, { model: { defaults: { max_tokens: 5 } } })
  await rig.post('/v1/chat/completions', { model: responsesModel, messages: [] })
  expect(rig.upstream.last().body).toMatchObject({ max_output_tokens: 5 })
})
