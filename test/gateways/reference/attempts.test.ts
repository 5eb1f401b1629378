import { expect, test } from 'vitest'
import { startReferenceGateway } from '../../../src/gateways/reference/gateway.ts'
import { messageItem, responseOf } from './fixtures.ts'
import {
  chatModel,
  configFor,
  embeddingsModel,
  masterKey,
  providerKey,
  type RigOptions,
  startRig,
} from './gateway-kit.ts'
import { type Answer, answerJson, startUpstream } from './upstream.ts'

const path = '/v1/chat/completions'
const ask = { model: chatModel, messages: [{ role: 'user', content: 'hi' }], stop: ['\n'] }

/** One answer after the other, the last of them for good. */
function inTurn(...answers: readonly Answer[]): Answer {
  let turn = 0
  return (response, request) => answers[Math.min(turn++, answers.length - 1)]?.(response, request)
}

function failing(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ error: { message: `Status ${status}.`, type: 'x', param: null, code: null } }))
  }
}

const hangsUp: Answer = (response) => response.destroy()
const ok = answerJson({ id: 'chatcmpl-1' })

/** A pause that takes no time and keeps what was asked of it. */
function recordedPause(): { readonly waits: number[]; readonly pause: NonNullable<RigOptions['pause']> } {
  const waits: number[] = []
  return { waits, pause: async (wait) => void waits.push(wait) }
}

test.each([
  ['429', failing(429)],
  ['500', failing(500)],
  ['503', failing(503)],
  ['no answer', hangsUp],
])('after %s the same request is sent again, as often as the route says', async (_what, failure) => {
  const { waits, pause } = recordedPause()
  await using rig = await startRig(inTurn(failure, failure, ok), { model: { retries: 2 }, pause })
  expect((await rig.post(path, ask)).status).toBe(200)
  expect(rig.upstream.requests.map(({ text }) => text)).toEqual(Array(3).fill(rig.upstream.last().text))
  expect(waits).toEqual([100, 200])
})

test('retries end, and the last failure reaches the client with its words', async () => {
  await using rig = await startRig(inTurn(failing(500), failing(503)), { model: { retries: 1 } })
  const reply = await rig.post(path, ask)
  expect([reply.status, await reply.json()]).toMatchObject([503, { error: { message: 'Status 503.' } }])
  expect(rig.upstream.requests).toHaveLength(2)
})

test.each([400, 401, 404, 409, 422])('a provider that answers %i is not asked again', async (status) => {
  await using other = await startUpstream(ok)
  await using rig = await startRig(failing(status), { model: { retries: 3, fallbacks: [targetAt(other.origin)] } })
  await rig.post(path, ask)
  expect(rig.upstream.requests).toHaveLength(1)
  expect(other.requests).toEqual([])
})

test.each([
  [{ 'retry-after': '3' }, 3000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after-ms': '70', 'retry-after': '3' }, 70],
  [{ date: 'Sun, 01 Nov 2026 10:00:00 GMT', 'retry-after': 'Sun, 01 Nov 2026 10:00:04 GMT' }, 4000],
  [{ 'retry-after': 'soon' }, 100],
])('a provider that says %j is waited for %i ms', async (headers, wait) => {
  const { waits, pause } = recordedPause()
  await using rig = await startRig(inTurn(failing(429, headers), ok), { model: { retries: 1 }, pause })
  expect((await rig.post(path, ask)).status).toBe(200)
  expect(waits).toEqual([wait])
})

test('a provider that asks for a long wait is not waited for: the client is told', async () => {
  await using rig = await startRig(failing(429, { 'retry-after': '3600' }), { model: { retries: 3 } })
  const reply = await rig.post(path, ask)
  expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '3600'])
  expect(rig.upstream.requests).toHaveLength(1)
})

test('nothing is sent again once the answer has begun', async () => {
  const cut: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: {"choices":[]}\n\n', () => response.destroy())
  }
  await using rig = await startRig(inTurn(cut, ok), { model: { retries: 2 } })
  const reply = await rig.post(path, { ...ask, stream: true })
  await expect(reply.text()).rejects.toThrow()
  expect(rig.upstream.requests).toHaveLength(1)
})

test('a client that has gone is no longer worked for', async () => {
  const client = new AbortController()
  const { promise: seen, resolve: done } = Promise.withResolvers<void>()
  await using upstream = await startUpstream(failing(503))
  await using gateway = await startReferenceGateway(configFor(upstream.origin, { model: { retries: 5 } }), {
    pause: async (_wait, signal) => {
      client.abort()
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve))
      done()
    },
  })
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${masterKey}` }
  const post = fetch(`${gateway.url}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(ask),
    signal: client.signal,
  })
  await expect(post).rejects.toThrow()
  await seen
  expect((await fetch(`${gateway.url}/health`)).status).toBe(200)
  expect(upstream.requests).toHaveLength(1)
})

function targetAt(origin: string) {
  return {
    provider: 'openai',
    surface: 'chat-completions',
    baseUrl: `${origin}/~t2/v1`,
    apiKey: 'sk-other-0123456789',
    model: 'gpt-4o',
  } as const
}

test('a target that keeps failing is left for the next, with its own address, key and model', async () => {
  await using other = await startUpstream(ok)
  const model = { retries: 1, fallbacks: [targetAt(other.origin)], defaults: { seed: 7 } }
  await using rig = await startRig(failing(503), { model, drop: ['stop'] })
  expect((await rig.post(path, ask)).status).toBe(200)
  expect(rig.upstream.requests).toHaveLength(2)
  expect(other.requests).toMatchObject([
    { path: '/~t2/v1/chat/completions', headers: { authorization: 'Bearer sk-other-0123456789' } },
  ])
  expect(other.last().body).toEqual({ model: 'gpt-4o', messages: ask.messages, seed: 7 })
  expect(other.last().text).not.toContain(providerKey)
})

test('a fallback of another surface gets the request of its surface, from what the client sent', async () => {
  await using other = await startUpstream(answerJson(responseOf([messageItem('hello')])))
  const fallback = { ...targetAt(other.origin), surface: 'responses' } as const
  await using rig = await startRig(hangsUp, { model: { fallbacks: [fallback] }, drop: ['stop'] })
  const reply = await rig.post(path, ask)
  expect(await reply.json()).toMatchObject({ object: 'chat.completion', choices: [{ message: { content: 'hello' } }] })
  expect(other.last().body).toEqual({
    model: 'gpt-4o',
    input: [{ type: 'message', role: 'user', content: 'hi' }],
    store: false,
  })
})

test('a fallback that cannot take the request is passed over: the failure before it stands', async () => {
  await using other = await startUpstream(ok)
  const fallback = { ...targetAt(other.origin), surface: 'responses' } as const
  await using rig = await startRig(failing(503), { model: { fallbacks: [fallback] } })
  const reply = await rig.post(path, ask)
  expect([reply.status, await reply.json()]).toMatchObject([503, { error: { message: 'Status 503.' } }])
  expect(other.requests).toEqual([])
})

test('an answer that is cut while a fallback is asked ends neither the gateway nor the call', async () => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>()
  const { promise: cut, resolve: isCut } = Promise.withResolvers<void>()
  await using other = await startUpstream((response, request) => {
    isAsked()
    cut.then(() => ok(response, request))
  })
  const half: Answer = (response) => {
    response.writeHead(503, { 'content-type': 'application/json', 'content-length': '100' }).write('{"error":')
    response.once('close', isCut)
    asked.then(() => response.destroy())
  }
  await using rig = await startRig(half, { model: { fallbacks: [targetAt(other.origin)] } })
  expect((await rig.post(path, ask)).status).toBe(200)
})

test('numbers survive a fallback as they were spelled', async () => {
  await using other = await startUpstream(ok)
  await using rig = await startRig(hangsUp, { model: { fallbacks: [targetAt(other.origin)] } })
  await rig.post(path, `{"model":"${chatModel}","seed":9223372036854775807,"messages":[]}`)
  expect(other.last().text).toBe('{"model":"gpt-4o","seed":9223372036854775807,"messages":[]}')
})

test('a fallback that cannot serve the surface is passed over', async () => {
  await using other = await startUpstream(ok)
  await using rig = await startRig(failing(503), { model: { fallbacks: [targetAt(other.origin)] } })
  const reply = await rig.post('/v1/embeddings', { model: embeddingsModel, input: 'hi' })
  expect(reply.status).toBe(503)
  expect(other.requests).toEqual([])
})

test('when every target fails, the client learns of the last', async () => {
  await using other = await startUpstream(failing(429))
  await using rig = await startRig(failing(503), { model: { fallbacks: [targetAt(other.origin)] } })
  const reply = await rig.post(path, ask)
  expect([reply.status, await reply.json()]).toMatchObject([429, { error: { message: 'Status 429.' } }])
})
