import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StartedGateway } from '../../../src/gateways/adapter.ts'
import { litellmAdapter } from '../../../src/gateways/litellm/adapter.ts'
import { alice, plan, route } from './plan.ts'

const setting = process.env['WATERTIGHT_LITELLM']
const whyNot = 'WATERTIGHT_LITELLM is not set: LiteLLM itself was not started; .ci/litellm installs it and does'
const startMs = 240_000

interface Arrival {
  readonly target: string
  readonly key: string | undefined
}

const arrivals: Arrival[] = []
const provider = createServer((request, reply) => {
  arrivals.push({ target: request.url ?? '', key: request.headers.authorization })
  request.resume()
  request.once('end', () => {
    reply.writeHead(400, { 'content-type': 'application/json' })
    reply.end('{"error":{"message":"seen","type":"invalid_request_error","param":null,"code":null}}')
  })
})
let gateway: StartedGateway | undefined

beforeAll(async () => {
  if (setting === undefined) return
  const origin = await new Promise<string>((resolve) =>
    provider.listen(0, '127.0.0.1', () => resolve(originOf(provider.address()))),
  )
  const routes = [
    route({ alias: 'chat', baseUrl: `${origin}/~t1/v1`, apiKey: 'sk-provider-t1' }),
    route({ alias: 'codex', baseUrl: `${origin}/~t2/v1`, apiKey: 'sk-provider-t2', model: 'gpt-5.2-codex' }),
    route({ alias: 'bridge', baseUrl: `${origin}/~t3/v1`, apiKey: 'sk-provider-t3', upstream: 'responses' }),
    route({ alias: 'native', baseUrl: `${origin}/~t4/v1`, apiKey: 'sk-provider-t4', ...bothResponses }),
  ]
  gateway = await litellmAdapter({ env: process.env }).start(plan({ routes }), new AbortController().signal)
}, startMs)

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  provider.close()
  provider.closeAllConnections()
})

const bothResponses = { client: 'responses', upstream: 'responses' } as const
const chat = { messages: [{ role: 'user', content: 'hi' }] }

test.for([
  ['chat', '/~t1/v1/chat/completions', 'sk-provider-t1', 'chat-completions', chat],
  ['codex', '/~t2/v1/chat/completions', 'sk-provider-t2', 'chat-completions', chat],
  ['bridge', '/~t3/v1/responses', 'sk-provider-t3', 'chat-completions', chat],
  ['native', '/~t4/v1/responses', 'sk-provider-t4', 'responses', { input: 'hi' }],
] as const)('%s goes to %s, under its own path and key', async ([alias, target, key, surface, body], context) => {
  context.skip(gateway === undefined, whyNot)
  arrivals.length = 0
  const status = await send(surface, alice.key, { model: alias, ...body })
  expect(arrivals).toEqual([{ target, key: `Bearer ${key}` }])
  expect(status).toBe(400)
})

test('the operator is let in, a stranger is not', async (context) => {
  context.skip(gateway === undefined, whyNot)
  arrivals.length = 0
  expect(await send('chat-completions', 'sk-master', { model: 'chat', ...chat })).toBe(400)
  expect(await send('chat-completions', 'sk-stranger', { model: 'chat', ...chat })).toBe(401)
  expect(arrivals).toHaveLength(1)
})

test('it says its version', (context) => {
  context.skip(gateway === undefined, whyNot)
  expect(gateway?.version).toMatch(/^\d+\.\d+\.\d+/)
})

async function send(surface: 'chat-completions' | 'responses', key: string, body: unknown): Promise<number> {
  const url = gateway?.endpoint(surface).url ?? ''
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  await reply.arrayBuffer()
  return reply.status
}

function originOf(address: ReturnType<typeof provider.address>): string {
  if (address === null || typeof address === 'string') throw new Error('a listening server has a port')
  return `http://127.0.0.1:${address.port}`
}
