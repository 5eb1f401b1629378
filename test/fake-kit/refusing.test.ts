import { afterAll, expect, test } from 'vitest'
import type { RunningFakes } from '../../src/fake-kit/fakes.ts'
import { exchangeBytes, openSocket, parseReply, requestBytes } from './raw-http.ts'
import { sayIt, startToy } from './toy-provider.ts'

const running = await startToy()
const base = running.baseUrl('openai')

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

const json = 'Content-Type: application/json'
const key = 'X-Key: k'
const hello = '{"text":"hi"}'

interface Refused {
  readonly what: string
  readonly first?: string
  readonly headers?: readonly string[]
  readonly body?: string | Buffer
  readonly status: number
  readonly rule: string
}

const refusedRequests: readonly Refused[] = [
  {
    what: 'an unknown path',
    first: 'POST /v1/nothing HTTP/1.1',
    headers: [key, json],
    body: hello,
    status: 404,
    rule: 'toy/path',
  },
  {
    what: 'a path with a broken escape',
    first: 'POST /v1/%zz HTTP/1.1',
    headers: [key, json],
    status: 404,
    rule: 'toy/path',
  },
  {
    what: 'a target that is a whole address',
    first: 'POST http://h/v1/say HTTP/1.1',
    headers: [key],
    status: 404,
    rule: 'toy/path',
  },
  {
    what: 'an unknown method',
    first: 'PUT /v1/say HTTP/1.1',
    headers: [key, json],
    body: hello,
    status: 405,
    rule: 'toy/method',
  },
  {
    what: 'a method that few know',
    first: 'PROPFIND /v1/say HTTP/1.1',
    headers: [key],
    status: 405,
    rule: 'toy/method',
  },
  { what: 'an unknown path before a missing key', first: 'POST /nothing HTTP/1.1', status: 404, rule: 'toy/path' },
  { what: 'a missing key', headers: [json], body: hello, status: 401, rule: 'toy/no-key' },
  { what: 'a wrong key', headers: ['X-Key: other', json], body: hello, status: 401, rule: 'toy/key' },
  { what: 'a wrong key before a broken body', headers: ['X-Key: other'], body: '{', status: 401, rule: 'toy/key' },
  {
    what: 'another media type',
    headers: [key, 'Content-Type: text/plain'],
    body: hello,
    status: 415,
    rule: 'toy/type',
  },
  {
    what: 'a media type that is none',
    headers: [key, 'Content-Type: ;;;'],
    body: hello,
    status: 415,
    rule: 'toy/type',
  },
  { what: 'no media type', headers: [key], body: hello, status: 415, rule: 'toy/type' },
  { what: 'JSON with a mistake', headers: [key, json], body: '{"text":"hi"', status: 400, rule: 'toy/body' },
  { what: 'invalid UTF-8', headers: [key, json], body: Buffer.from([0x7b, 0xff, 0x7d]), status: 400, rule: 'toy/body' },
  {
    what: 'an unknown coding',
    headers: [key, json, 'Content-Encoding: lzma'],
    body: hello,
    status: 400,
    rule: 'toy/body',
  },
  {
    what: 'a false coding',
    headers: [key, json, 'Content-Encoding: gzip'],
    body: hello,
    status: 400,
    rule: 'toy/body',
  },
  { what: 'a contract violation', headers: [key, json], body: '{"texd":1}', status: 400, rule: 'toy/text-only' },
]

test.each(refusedRequests)('$what is refused in the provider’s form, and recorded', async (refused) => {
  const lines = [refused.first ?? 'POST /v1/say HTTP/1.1', 'Host: x', ...(refused.headers ?? [])]
  const reply = parseReply(await exchangeBytes(base, requestBytes(lines, refused.body)))
  await running.journal.settled({}, 5000)
  const exchange = running.journal.exchanges().at(-1)
  expect(reply.status).toBe(refused.status)
  expect(Object.keys(JSON.parse(reply.body.toString()))).toEqual(['no'])
  expect(exchange?.verdict).toMatchObject({ kind: 'refused', rule: refused.rule, status: refused.status })
  expect(exchange?.reply).toMatchObject({ status: refused.status, end: 'complete' })
})

test('a WebSocket handshake on a known path is told to use HTTP', async () => {
  const lines = [
    'GET /v1/say HTTP/1.1',
    'Host: x',
    key,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: x',
  ]
  const bytes = Buffer.from([...lines, '', ''].join('\r\n'))
  expect(parseReply(await firstReply(bytes)).status).toBe(426)
})

test('HEAD is answered as GET, without a body', async () => {
  const reply = parseReply(await exchangeBytes(base, requestBytes(['HEAD /v1/say/me HTTP/1.1', 'Host: x', key])))
  expect(reply.status).toBe(200)
  expect(reply.headers).toContainEqual(['Content-Length', '13'])
  expect(reply.body.length).toBe(0)
  const refused = parseReply(await exchangeBytes(base, requestBytes(['HEAD / HTTP/1.1', 'Host: x'])))
  expect([refused.status, refused.body.length]).toEqual([404, 0])
})

test('the refusal in the journal has a pointer and the relaxing hint, which the wire has not', async () => {
  const response = await sayIt(running, { texd: 1 })
  const exchange = running.journal.exchanges().at(-1)
  expect(exchange?.verdict).toMatchObject({ pointer: '/texd', hint: 'relax toy/text-only' })
  expect(await response.text()).not.toContain('relax')
})

test('a relaxed rule does not refuse', async () => {
  const lenient = await startToy({ settings: { openai: { relaxed: new Set(['toy/text-only', 'toy/no-key']) } } })
  const response = await sayIt(lenient, { texd: 1 })
  const anonymous = await fetch(`${lenient.baseUrl('openai')}/say/me`)
  expect([response.status, anonymous.status]).toEqual([200, 200])
  expect(verdicts(lenient)).toEqual(['accepted', 'accepted'])
  await lenient[Symbol.asyncDispose]()
})

test('a rule that is none cannot be relaxed', async () => {
  const start = startToy({ settings: { openai: { relaxed: new Set(['toy/text-onyl']) } } })
  await expect(start).rejects.toMatchObject({
    code: 'E_RULE_UNKNOWN',
    message: 'openai has no rule "toy/text-onyl" to relax',
    hint: 'Did you mean "toy/text-only"?',
  })
})

test('a fake that only observes answers, and records what it would have refused', async () => {
  const observer = await startToy({ settings: { openai: { level: 'observe' } } })
  const response = await sayIt(observer, { texd: 1 })
  const broken = await sayIt(observer, '{')
  expect([response.status, broken.status]).toEqual([200, 400])
  expect(verdicts(observer)).toEqual(['toy/text-only', 'toy/body'])
  expect(observer.faults).toEqual([])
  await observer[Symbol.asyncDispose]()
})

function verdicts({ journal }: RunningFakes): readonly (string | undefined)[] {
  return journal.exchanges().map(({ verdict }) => (verdict?.kind === 'refused' ? verdict.rule : verdict?.kind))
}

/** A reply on a connection that stays open. */
async function firstReply(bytes: Buffer): Promise<Buffer> {
  const socket = await openSocket(base)
  const reply = new Promise<Buffer>((resolve) => socket.once('data', resolve))
  socket.write(bytes)
  const first = await reply
  socket.destroy()
  return first
}
