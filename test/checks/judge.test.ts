import { expect, test } from 'vitest'
import { checks } from '../../src/checks/index.ts'
import { judgeCase } from '../../src/checks/judge.ts'
import { caseFacts, clientKey, credential, findingsOf, plainBody, providerKey } from './facts.ts'

const passed = { ...plainBody, model: 'gpt-5.2' }

test('a gateway that does everything right has no finding, and passes every check that has something to look at', () => {
  const judged = judgeCase(caseFacts())
  expect(judged.findings).toEqual([])
  const idle = new Set([
    'account/drop-honoured',
    'leak/canary-logs',
    'leak/internals',
    'reply/refusal',
    'reply/reasoning',
    'reply/call-ids',
    'reply/usage',
    'reply/logprobs',
    'reply/vectors',
    'call/azure-address',
    'reply/extras',
    'reply/contract',
    'reply/error',
    'stream/failure-visible',
    'stream/grammar',
    'stream/adds-up',
    'stream/unbuffered',
    'expect/upstream',
    'expect/client',
    'call/fallback-apart',
    'header/forwarded',
    'header/originator',
    'call/retry-equal',
    'call/retry-wait',
    'call/stable-tools',
    'call/no-retry-of-refusal',
    'call/no-retry-after-output',
  ])
  expect(judged.passed).toEqual(checks.map(({ id }) => id).filter((id) => !idle.has(id)))
})

test('judging is pure: the same facts give the same judgement', () => {
  const facts = caseFacts({ upstream: [{ body: { ...passed, extra: clientKey } }] })
  expect(judgeCase(facts)).toEqual(judgeCase(facts))
})

test('a secret in a body or a header is found, and named by its role', () => {
  expect(findingsOf({ upstream: [{ body: { ...passed, user: clientKey } }] })).toContain(
    'leak/canary-upstream: the provider is shown client-key',
  )
  const headers = [...credential, ['x-original-key', clientKey] as const]
  expect(findingsOf({ upstream: [{ headers }] })).toEqual([
    'leak/canary-upstream: the provider is shown client-key',
    'header/no-stray: the header x-original-key reaches the provider, and nobody asked for it',
  ])
})

test("the provider's own key may stand in its header and nowhere else", () => {
  expect(findingsOf({ upstream: [{ body: { ...passed, api_key: providerKey } }] })).toContain(
    'leak/canary-upstream: the provider is shown provider-key',
  )
})

test('a user agent may travel as a user agent only', () => {
  const agent = 'client-abcdef/1.0'
  expect(findingsOf({ upstream: [{ headers: [...credential, ['User-Agent', agent]] }] })).toEqual([])
  expect(findingsOf({ upstream: [{ headers: [...credential, ['x-agent', agent]] }] })).toContain(
    'leak/canary-upstream: the provider is shown user-agent',
  )
})

test('where the key of the route is not seen, finding nothing proves nothing', () => {
  expect(findingsOf({ upstream: [{ headers: [] }] })).toEqual([
    'leak/canary-upstream is untestable: the positive control failed: the key of the route was not seen upstream',
    'header/credential: the key of the route does not reach the provider',
  ])
})

test('a second credential is one too many', () => {
  const headers = [...credential, ['X-Api-Key', 'anything'] as const]
  expect(findingsOf({ upstream: [{ headers }] })).toEqual([
    'header/credential: the header X-Api-Key carries another credential to the provider',
  ])
})

test('an address of the provider is not for the client, unless the gateway documents it', () => {
  const change = {
    reply: {
      status: 200,
      headers: [['x-upstream', 'http://127.0.0.1:4010/v1']] as const,
      frames: [{ at: 1, bytes: Buffer.from('{"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}]}') }],
      end: 'complete',
    } as const,
  }
  const client = { body: plainBody, change }
  expect(findingsOf({ client })).toEqual(['leak/canary-client: the client is shown provider-url'])
  const exposures = [{ header: 'x-upstream', roles: ['provider-url'] }]
  expect(findingsOf({ client, facts: { exposures } })).toEqual([])
})

test('what the provider refuses is told in its words, and what follows from it is not told as a fault', () => {
  const verdict = {
    kind: 'refused',
    rule: 'openai/x',
    status: 400,
    message: "Unknown parameter: 'x'.",
    pointer: '/x',
  } as const
  const situation = { upstream: [{ change: { verdict } }], status: 400, reply: { error: { message: 'no' } } }
  const findings = findingsOf(situation)
  expect(findings[0]).toBe(
    "contract/upstream-request: openai refuses the gateway's request with 400: Unknown parameter: 'x'.",
  )
  expect(findings.slice(1).every((text) => text.includes('is untestable: the provider refused the request'))).toBe(true)
  expect(findingsOf({ ...situation, step: { statuses: [400] } })).toEqual([])
})

test('a call too many and a call too few are counted; a refusal by the gateway is no call too few', () => {
  expect(findingsOf({ upstream: [{}, {}] })).toEqual([
    'call/count: the gateway made 2 provider requests for one client request; 1 expected',
  ])
  expect(findingsOf({ upstream: [] })).toEqual([
    'call/count: the gateway made 0 provider requests for one client request; 1 expected',
  ])
  const refused = { upstream: [], status: 400, reply: { error: { message: 'no such thing' } } }
  expect(findingsOf(refused)).toEqual(['reply/status: the client gets 400, 200 expected: no such thing'])
})

test('a call outside the base URL of the route is a stray', () => {
  expect(findingsOf({ upstream: [{ change: { attribution: 'key' } }] })[0]).toMatch(
    /^call\/attributed: the gateway called /,
  )
})

test('another text, another call and another ending are three findings', () => {
  const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }
  const reply = { choices: [{ message: { content: 'hullo', tool_calls: [call] }, finish_reason: 'length' }] }
  expect(findingsOf({ reply }).map((text) => text.split(':')[0])).toEqual([
    'reply/text',
    'reply/tool-calls',
    'reply/finish',
  ])
})

test('white space in the arguments of a call is nobody’s concern', () => {
  const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{ "a": 1 }' } }
  const reply = { choices: [{ message: { content: 'hello', tool_calls: [call] }, finish_reason: 'tool_calls' }] }
  const wanted = { text: 'hello', toolCalls: [{ name: 'f', arguments: '{"a":1}' }], finish: 'tool-calls' } as const
  expect(findingsOf({ reply, step: { reply: wanted } })).toEqual([])
})

test('a drop list may remove its field and touch nothing else', () => {
  const client = { body: { ...plainBody, seed: 7, stop: ['x'] } }
  const control = [{ body: { ...passed, seed: 7, stop: ['x'] } }]
  const drop = ['seed']
  expect(findingsOf({ client, control, drop, upstream: [{ body: { ...passed, stop: ['x'] } }] })).toEqual([])
  expect(findingsOf({ client, control, drop, upstream: [{ body: { ...passed, seed: 7, stop: ['x'] } }] })).toEqual([
    'account/drop-honoured: the route is configured to drop seed, and still there arrives /seed',
  ])
  expect(findingsOf({ client, control, drop, upstream: [{ body: passed }] })).toContain(
    'account/drop-honoured: the drop list also changes /stop/0',
  )
})

test('a scenario’s own claims are checked on both sides', () => {
  const upstreamBody = {
    equals: [['/model', 'other']] as const,
    has: ['/store'],
    lacks: ['/messages'],
    matches: { required: ['n'] },
  }
  expect(findingsOf({ step: { upstreamBody } }).map((text) => text.replace('expect/upstream: ', ''))).toEqual([
    '/model is "gpt-5.2", "other" expected',
    '/store is missing',
    expect.stringMatching(/^\/messages is there: /),
    expect.stringMatching(/^the body must have required property 'n'$/),
  ])
  const clientBody = { equals: [], has: ['/choices'], lacks: ['/error'], matches: undefined }
  expect(findingsOf({ step: { clientBody } })).toEqual([])
})

test('a field that the gateway says it dropped is dropped with a signal', () => {
  const body = { ...plainBody, stop: ['x'] }
  const reply = {
    status: 200,
    headers: [['x-dropped', 'stop, seed']] as const,
    frames: [{ at: 1, bytes: Buffer.from('{"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}]}') }],
    end: 'complete',
  } as const
  expect(findingsOf({ client: { body, change: { reply } }, facts: { dropSignalHeader: 'X-Dropped' } })).toEqual([])
  expect(findingsOf({ client: { body } })).toEqual([
    'account/no-silent-loss: lost on the way, without a word to the client: /stop/0',
  ])
})
