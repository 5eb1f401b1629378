import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { chunksOf, exchangeBytes, openSocket, parseReply, requestBytes } from './raw-http.ts'
import { startToy } from './toy-provider.ts'

const running = await startToy({ limits: { bodyBytes: 1000 } })
const base = running.baseUrl('openai')
const { journal } = running
let before = 0

beforeEach(() => {
  before = journal.exchanges().length
})

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

/** The one exchange that the test made. */
async function recorded() {
  await vi.waitFor(() => expect(journal.exchanges().length).toBe(before + 1))
  await journal.settled({}, 5000)
  const exchange = journal.exchanges()[before]
  if (exchange === undefined) throw new Error('nothing was recorded')
  return exchange
}

test('a request is recorded as its bytes: order, case and repetition of headers, target and body', async () => {
  running.baseUrl('openai', 't1')
  const body = ' { "text" : "grüße",\n"text":"twice" } '
  const headers = [
    'HOST: example',
    'x-KEY: k',
    'X-Dup: 1',
    'cookie: a=b',
    'x-dup:  2 ',
    'Content-Type: application/json',
  ]
  const sent = requestBytes(['POST /~t1/v1/say?a=%7B&a HTTP/1.1', ...headers], body)
  const reply = parseReply(await exchangeBytes(base, sent))
  const { request, token, attribution, operation, provider, verdict } = await recorded()
  expect(request.method).toBe('POST')
  expect(request.target).toBe('/~t1/v1/say?a=%7B&a')
  expect(request.headers).toEqual([
    ['HOST', 'example'],
    ['x-KEY', 'k'],
    ['X-Dup', '1'],
    ['cookie', 'a=b'],
    ['x-dup', '2'],
    ['Content-Type', 'application/json'],
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Connection', 'close'],
  ])
  expect(request.body.toString()).toBe(body)
  expect({ token, attribution, operation, provider }).toEqual({
    token: 't1',
    attribution: 'path',
    operation: 'say',
    provider: 'openai',
  })
  expect(verdict).toEqual({ kind: 'accepted' })
  expect(reply.status).toBe(200)
})

test('a reply is recorded as it went onto the wire', async () => {
  const lines = ['POST /v1/say HTTP/1.1', 'Host: x', 'X-Key: k', 'Content-Type: application/json']
  const wire = parseReply(await exchangeBytes(base, requestBytes(lines, '{"text":"hi"}')))
  const { reply } = await recorded()
  expect(reply?.status).toBe(wire.status)
  expect(reply?.headers).toEqual(wire.headers)
  expect(Buffer.concat(reply?.frames.map((frame) => frame.bytes) ?? [])).toEqual(wire.body)
  expect(reply?.end).toBe('complete')
})

test('a streamed reply is recorded write by write', async () => {
  const lines = ['POST /v1/say HTTP/1.1', 'Host: x', 'X-Key: k', 'Content-Type: application/json']
  const bytes = await exchangeBytes(base, requestBytes(lines, '{"text":"abc","stream":true}'))
  const { reply } = await recorded()
  expect(reply?.headers).toEqual(parseReply(bytes).headers)
  expect(reply?.frames.map((frame) => String(frame.bytes))).toEqual([
    'data: {"said":"a"}\n\n',
    'data: {"said":"b"}\n\n',
    'data: {"said":"c"}\n\n',
    'data: END\n\n',
  ])
  const body = bytes.subarray(bytes.indexOf('\r\n\r\n') + 4)
  expect(chunksOf(body).map(String)).toEqual(reply?.frames.map((frame) => String(frame.bytes)))
})

test('a body in chunks is recorded without its chunking', async () => {
  const head = ['POST /v1/say HTTP/1.1', 'Host: x', 'X-Key: k', 'Content-Type: application/json', 'Connection: close']
  const sent = `${head.join('\r\n')}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"tex\r\n8\r\nt":"hi"}\r\n0\r\n\r\n`
  await exchangeBytes(base, sent)
  const { request, verdict } = await recorded()
  expect(request.body.toString()).toBe('{"text":"hi"}')
  expect(verdict).toEqual({ kind: 'accepted' })
})

test('a body of a method that has none is recorded all the same', async () => {
  await exchangeBytes(base, requestBytes(['GET /v1/say/me HTTP/1.1', 'Host: x', 'X-Key: k'], '{"secret":1}'))
  const { request, verdict } = await recorded()
  expect(request.body.toString()).toBe('{"secret":1}')
  expect(verdict).toEqual({ kind: 'accepted' })
})

test('a body above the limit is recorded up to it and refused', async () => {
  const lines = ['POST /v1/say HTTP/1.1', 'Host: x', 'X-Key: k', 'Content-Type: application/json']
  const reply = parseReply(await exchangeBytes(base, requestBytes(lines, `{"text":"${'x'.repeat(200_000)}"}`)))
  const { request, verdict } = await recorded()
  expect(reply.status).toBe(413)
  expect(reply.body.toString()).toBe('{"no":"200011 > 1000"}')
  expect(request.body.length).toBe(1000)
  expect(verdict).toMatchObject({ kind: 'refused', rule: 'toy/size' })
})

test('a request that its client cuts off is recorded with what came', async () => {
  const socket = await openSocket(base)
  socket.write('POST /v1/say HTTP/1.1\r\nHost: x\r\nX-Key: k\r\nContent-Length: 100\r\n\r\n{"text":')
  await new Promise<void>((resolve) => socket.end(() => resolve()))
  socket.destroy()
  const { request, reply, failure, verdict } = await recorded()
  expect(request.body.toString()).toBe('{"text":')
  expect(reply).toBeUndefined()
  expect(failure).toBe('the client ended the connection before its request was complete')
  expect(verdict).toMatchObject({ kind: 'refused', rule: 'http/request-cut' })
})

test('bytes that are no HTTP are recorded as they came, and answered in the provider’s form', async () => {
  const reply = parseReply(await exchangeBytes(base, 'HELO fake\r\n\r\n'))
  const { request, verdict, attribution } = await recorded()
  expect(reply.status).toBe(400)
  expect(JSON.parse(reply.body.toString())).toHaveProperty('no')
  expect(request.body.toString()).toBe('HELO fake\r\n\r\n')
  expect({ method: request.method, target: request.target, attribution }).toEqual({
    method: '',
    target: '',
    attribution: 'none',
  })
  expect(verdict).toMatchObject({ kind: 'refused', rule: 'toy/http' })
})

test('a request that breaks off into something else is one exchange', async () => {
  const head = 'POST /v1/say HTTP/1.1\r\nHost: x\r\nX-Key: k\r\nTransfer-Encoding: chunked\r\n\r\n'
  const reply = parseReply(await exchangeBytes(base, `${head}zz\r\nno chunk\r\n`))
  const { verdict } = await recorded()
  expect(reply.status).toBe(400)
  expect(verdict).toMatchObject({ kind: 'refused', rule: 'http/request-cut' })
})

test('bytes that are no HTTP do not get into a reply that is under way', async () => {
  running.script('long', 0, [{ text: 'x'.repeat(20_000), deltas: { bytesPerWrite: 16 } }])
  const socket = await openSocket(base)
  const pieces: Buffer[] = []
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.on('error', () => {})
  socket.on('data', (piece: Buffer) => pieces.push(piece))
  socket.once('data', () => socket.write('HELO fake\r\n\r\n'))
  const lines = ['POST /~long/v1/say HTTP/1.1', 'Host: x', 'X-Key: k', 'Content-Type: application/json']
  socket.write([...lines, 'Content-Length: 15', '', '{"stream":true}'].join('\r\n'))
  await closed
  await vi.waitFor(() => expect(journal.exchanges().length).toBe(before + 2))
  await journal.settled({}, 5000)
  const [stream, malformed] = journal.exchanges().slice(before)
  expect(Buffer.concat(pieces).toString()).not.toContain('HTTP/1.1 400')
  expect(stream?.reply?.end).toBe('cut')
  expect(malformed).toMatchObject({ request: { method: '' }, verdict: { rule: 'toy/http' } })
})
