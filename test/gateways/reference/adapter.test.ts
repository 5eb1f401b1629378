import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import type { PlannedRoute, UpstreamPlan } from '../../../src/gateways/adapter.ts'
import { referenceAdapter } from '../../../src/gateways/reference/adapter.ts'
import { startReferenceGateway } from '../../../src/gateways/reference/gateway.ts'
import { messageItem, responseOf } from './fixtures.ts'
import { alice, configFor, masterKey } from './gateway-kit.ts'
import { answerJson, startUpstream } from './upstream.ts'

const never = new AbortController().signal

function planFor(origin: string, more: Partial<PlannedRoute> = {}): UpstreamPlan {
  const route: PlannedRoute = {
    alias: 'planned',
    provider: 'openai',
    upstream: 'responses',
    client: 'chat-completions',
    model: 'gpt-5.2-codex',
    baseUrl: `${origin}/~t7/v1`,
    apiKey: 'sk-planned-key',
    drop: ['temperature'],
    defaults: {},
    forwardHeaders: [],
    retries: 0,
    fallbacks: [],
    ...more,
  }
  return { routes: [route], users: [alice], masterKey }
}

test.each([alice.key, masterKey])('a planned route is served to %s', async (key) => {
  await using upstream = await startUpstream(answerJson(responseOf([messageItem('hello')])))
  await using gateway = await referenceAdapter().start(planFor(upstream.origin), never)
  const { url, headers } = gateway.endpoint('chat-completions')
  const reply = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ model: 'planned', messages: [], temperature: 0.5 }),
  })
  expect(reply.status).toBe(200)
  expect(upstream.last()).toMatchObject({
    path: '/~t7/v1/responses',
    headers: { authorization: 'Bearer sk-planned-key' },
    body: { model: 'gpt-5.2-codex' },
  })
  expect(upstream.last().body).not.toHaveProperty('temperature')
})

test('the adapter turns defects on', async () => {
  await using upstream = await startUpstream(answerJson({}))
  await using _gateway = await referenceAdapter({ defects: ['probes-provider-at-start'] }).start(
    planFor(upstream.origin),
    never,
  )
  expect(upstream.last().path).toBe('/v1/models')
})

test('the gateway lists its models to those who have a key, and its health to everybody', async () => {
  await using gateway = await startReferenceGateway(configFor('http://127.0.0.1:1'))
  const models = await fetch(`${gateway.url}/v1/models`, { headers: { authorization: `Bearer ${masterKey}` } })
  expect(await models.json()).toMatchObject({
    object: 'list',
    data: [{ id: 'an-embeddings-alias', object: 'model' }, { id: 'a-chat-alias' }, { id: 'a-responses-alias' }],
  })
  expect((await fetch(`${gateway.url}/v1/models`)).status).toBe(401)
  expect(await (await fetch(`${gateway.url}/health`)).json()).toEqual({ status: 'ok' })
})

test('disposing closes idle connections and running calls at once', async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
  await using upstream = await startUpstream(() => arrive())
  const gateway = await referenceAdapter().start(planFor(upstream.origin), never)
  const { url } = gateway.endpoint('chat-completions')
  const idle = connect(Number(new URL(url).port), '127.0.0.1').resume()
  await once(idle, 'connect')
  const running = fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${masterKey}` },
    body: JSON.stringify({ model: 'planned', messages: [] }),
  })
  await arrived
  const ended = [once(idle, 'close'), expect(running).rejects.toThrow()]
  await gateway[Symbol.asyncDispose]()
  await Promise.all(ended)
  await expect(fetch(url)).rejects.toThrow()
})

test('an aborted start starts nothing', async () => {
  const reason = new Error('stop')
  await expect(referenceAdapter().start(planFor('http://127.0.0.1:1'), AbortSignal.abort(reason))).rejects.toBe(reason)
})

test('a port in use is a fault with the way out', async () => {
  await using first = await startReferenceGateway(configFor('http://127.0.0.1:1'))
  const listen = { host: '127.0.0.1', port: Number(new URL(first.url).port) }
  await expect(startReferenceGateway({ ...configFor('http://127.0.0.1:1'), listen })).rejects.toMatchObject({
    code: 'E_PORT_IN_USE',
    hint: expect.stringContaining('listen.port'),
  })
})

test('a planned drop that names no field is a fault', async () => {
  const start = referenceAdapter().start(planFor('http://127.0.0.1:1', { drop: ['tools['] }), never)
  await expect(start).rejects.toMatchObject({ code: 'E_GATEWAY_CONFIG' })
})
