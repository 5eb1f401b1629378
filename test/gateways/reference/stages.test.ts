import { Readable } from 'node:stream'
import { getGlobalDispatcher } from 'undici'
import { expect, test } from 'vitest'
import type { AnsweredCall, Arrival, Gateway, ProviderReply } from '../../../src/gateways/reference/call.ts'
import { parseDropPath } from '../../../src/gateways/reference/drop-path.ts'
import type { JsonObject } from '../../../src/gateways/reference/json.ts'
import { hashOfKey } from '../../../src/gateways/reference/stages/authenticate.ts'
import { cleanStages as stages } from '../../../src/gateways/reference/stages.ts'
import { alice, chatModel, configFor, masterKey, providerKey, responsesModel } from './gateway-kit.ts'

const config = configFor('https://provider.test')

const gateway: Gateway = {
  config,
  callers: new Map([
    [hashOfKey(masterKey), { keyHash: hashOfKey(masterKey), user: undefined }],
    [hashOfKey(alice.key), { keyHash: hashOfKey(alice.key), user: alice }],
  ]),
  routes: new Map(config.models.map((model) => [model.alias, { ...model, dropPaths: [] }])),
  dispatcher: getGlobalDispatcher(),
  pause: async () => {},
  log: () => {},
}

function arrivalOf(body: unknown, more: Partial<Arrival> = {}): Arrival {
  return {
    gateway,
    surface: 'chat-completions',
    url: 'http://127.0.0.1:4000/v1/chat/completions',
    peer: '127.0.0.9',
    headers: { authorization: `Bearer ${alice.key}` },
    bytes: Buffer.from(JSON.stringify(body)),
    signal: new AbortController().signal,
    ...more,
  }
}

function routed(body: JsonObject) {
  const arrival = arrivalOf(body)
  return stages.route({ ...arrival, caller: stages.authenticate(arrival) })
}

function answered(body: JsonObject, reply: Partial<ProviderReply>): AnsweredCall {
  const call = stages.address(stages.passRequest(routed(body)))
  return { ...call, reply: { status: 200, headers: {}, body: Readable.from([]), ...reply } }
}

test.each([
  [`Bearer ${alice.key}`, alice],
  [`bearer  ${alice.key}`, alice],
  [`Bearer ${masterKey}`, undefined],
])('%s is known', (authorization, user) => {
  expect(stages.authenticate(arrivalOf({}, { headers: { authorization } })).user).toEqual(user)
})

test.each([undefined, '', alice.key, `Basic ${alice.key}`, 'Bearer', `Bearer ${alice.key}x`, `Bearer ${alice.key} x`])(
  'the credential %j is refused, and not repeated',
  (authorization) => {
    const act = (): unknown => stages.authenticate(arrivalOf({}, { headers: authorization ? { authorization } : {} }))
    expect(act).toThrow(/does not know this key/)
    expect(act).not.toThrow(alice.key)
  },
)

test('a call is routed by its alias, its body kept', () => {
  const body = { model: chatModel, messages: [] }
  expect(routed(body)).toMatchObject({ route: { alias: chatModel, model: 'gpt-5.2-codex' }, asked: body, body })
})

test.each(['__proto__', 'constructor', 'a-chat-alias '])('%j is no alias', (model) => {
  expect(() => routed({ model })).toThrow(/serves no model/)
})

test('what is asked stays as it was, whatever is dropped', () => {
  const call = routed({ model: chatModel, stop: 'x' })
  const dropped = stages.drop({ ...call, route: { ...call.route, dropPaths: [parseDropPath('stop') ?? []] } })
  expect(dropped.body).toEqual({ model: chatModel })
  expect(dropped.asked).toEqual({ model: chatModel, stop: 'x' })
})

test('an attempt knows nothing of the target before, nor of what was done to its body', () => {
  const call = routed({ model: chatModel, metadata: { a: 'b' } })
  const azure = { ...call.route, provider: 'azure-openai', apiVersion: 'v', accountId: 'a', apiKey: 'k1' } as const
  const target = { provider: 'openai', surface: 'responses', baseUrl: 'u', apiKey: 'k2', model: 'm' } as const
  const aimed = stages.aim({ ...call, route: azure, body: { spoilt: true } }, target)
  expect(aimed.body).toEqual(call.asked)
  expect(aimed.body['metadata']).not.toBe(call.asked['metadata'])
  expect(aimed.route).toMatchObject({ ...target, alias: chatModel })
  expect(aimed.route).not.toHaveProperty('apiVersion')
  expect(aimed.route).not.toHaveProperty('accountId')
})

test("an operator's default is a copy of its own in every request", () => {
  const call = routed({ model: chatModel })
  const defaults = { metadata: { team: 'a' } }
  const { body } = stages.fillIn({ ...call, route: { ...call.route, defaults } })
  expect(body).toEqual({ model: chatModel, ...defaults })
  expect(body['metadata']).not.toBe(defaults.metadata)
})

test("Chat's defaults are spelled out where the Responses API has others", () => {
  const tools = [
    { type: 'function', function: { name: 'f', strict: null } },
    { type: 'function', function: { name: 'g', strict: true } },
    { type: 'custom', custom: { name: 'c' } },
  ]
  expect(stages.spellOut(routed({ model: responsesModel, tools, store: null })).body).toMatchObject({
    tools: [{ function: { strict: false } }, { function: { strict: true } }, tools[2]],
    store: false,
  })
  expect(stages.spellOut(routed({ model: responsesModel, store: true })).body).toMatchObject({ store: true })
  expect(stages.spellOut(routed({ model: chatModel, tools })).body).toEqual({ model: chatModel, tools })
})

test('a call is addressed to the surface of its route, with the key of its route', () => {
  const call = routed({ model: responsesModel, messages: [], stream: true })
  expect(stages.address(stages.bridgeRequest(call)).target).toEqual({
    url: 'https://provider.test/~t1/v1/responses',
    headers: {
      authorization: `Bearer ${providerKey}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'user-agent': expect.stringContaining('watertight-gateway/'),
    },
  })
})

test("a reply keeps its status and its bytes, and loses the headers of the operator's account", () => {
  const body = Readable.from([Buffer.from('{}')])
  const headers = { 'content-type': 'application/json', 'openai-organization': 'org', 'set-cookie': ['a=b'] }
  expect(stages.passReply(answered({ model: chatModel }, { headers, body }))).toEqual({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body,
  })
})

test('an error loses the key and the address of the provider', async () => {
  const body = Readable.from([Buffer.from(`no ${providerKey} at https://provider.test/~t1/v1 or provider.test`)])
  const reply = await stages.passError(answered({ model: chatModel }, { status: 500, body }))
  expect(reply).toMatchObject({ status: 500, body: 'no [redacted] at [redacted] or [redacted]' })
})

test.each([302, 401])('a provider that answers %i speaks of the gateway, not of the request', async (status) => {
  await expect(stages.passError(answered({ model: chatModel }, { status }))).rejects.toMatchObject({ status: 502 })
})
