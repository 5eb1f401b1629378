import { once } from 'node:events'
import fc from 'fast-check'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { openSocket, parseReply, requestBytes } from '../fake-kit/raw-http.ts'
import { damagedBytes } from './damage.ts'
import { effort, patience } from './effort.ts'
import { chatBody, chatHead, isAlive, recordedBy, startSink } from './sink.ts'

const running = await startSink({ bodyBytes: 64 * 1024, requestMs: 400 })
const base = running.baseUrl('openai')

beforeEach(() => {
  running.journal.clear()
})

afterAll(async () => {
  expect(await isAlive(running)).toBe(true)
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

/** Sends bytes, ends the sending side, and reads until the server closes. */
async function answerTo(bytes: Buffer, isEnded = true): Promise<Buffer> {
  const socket = await openSocket(base)
  const pieces: Buffer[] = []
  const closed = once(socket, 'close')
  socket.on('data', (piece: Buffer) => pieces.push(piece))
  socket.on('error', () => {})
  if (isEnded) socket.end(bytes)
  else socket.write(bytes)
  await closed
  return Buffer.concat(pieces)
}

const request = requestBytes(chatHead, chatBody)

test('any bytes get no answer or one that blames the client, and the server goes on', patience, async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
      running.journal.clear()
      const answer = await answerTo(Buffer.from(bytes))
      if (answer.length === 0) return
      expect(parseReply(answer).status).toBeOneOf([400, 404, 405, 408, 431])
      expect(await recordedBy(running)).not.toEqual([])
      expect(running.faults).toEqual([])
    }),
    effort(150),
  )
})

/** Bytes of a request with a few of them replaced, lost, doubled or put in. */
const damaged = damagedBytes(request)

test('a request damaged anywhere is accepted or refused, never a fault of the fake', patience, async () => {
  await fc.assert(
    fc.asyncProperty(damaged, async (bytes) => {
      running.journal.clear()
      const answer = await answerTo(bytes)
      if (answer.length === 0) return
      expect(parseReply(answer).status).toBeLessThan(500)
      expect(await recordedBy(running)).not.toEqual([])
      expect(running.faults).toEqual([])
    }),
    effort(200),
  )
})

test.each<[string, readonly string[], number]>([
  ['no HTTP at all', ['hello there', 'General: Kenobi'], 400],
  ['an unknown version', ['GET /v1/models HTTP/7.3', 'Host: x'], 400],
  ['a header name with a blank', [...chatHead, 'bad name: x'], 400],
  ['two lengths', [...chatHead, 'Content-Length: 3'], 400],
  ['a length and chunks', [...chatHead, 'Transfer-Encoding: chunked'], 400],
  ['headers of more than 16 KB', [...chatHead, `X-Long: ${'x'.repeat(20_000)}`], 431],
  ['a target of more than 16 KB', [`GET /v1/${'x'.repeat(20_000)} HTTP/1.1`, 'Host: x'], 431],
])('%s: the provider answers, and the bytes are recorded', async (_, lines, status) => {
  const bytes = requestBytes(lines, chatBody)
  expect(parseReply(await answerTo(bytes)).status).toBe(status)
  const [exchange] = await recordedBy(running)
  expect(exchange).toMatchObject({ reply: { status }, verdict: { kind: 'refused', rule: 'openai/malformed-http' } })
  expect(bytes.indexOf(exchange?.request.body ?? 'nothing')).toBeGreaterThanOrEqual(0)
})

test.each<[string, readonly string[]]>([
  ['without a host', chatHead.filter((line) => !line.startsWith('Host'))],
  ['with an expectation that nobody knows', [...chatHead, 'Expect: the unexpected']],
])('a request %s is recorded and answered like any other', async (_, lines) => {
  expect(parseReply(await answerTo(requestBytes(lines, chatBody))).status).toBe(200)
  expect(await recordedBy(running)).toMatchObject([{ request: { target: '/v1/chat/completions' } }])
})

test('three thousand short headers are all recorded', async () => {
  const flood = Array.from({ length: 3000 }, () => 'a:')
  const { status } = parseReply(await answerTo(requestBytes([...chatHead, ...flood], chatBody)))
  expect(status).toBe(200)
  const [exchange] = await recordedBy(running)
  expect(exchange?.request.headers.filter(([name]) => name === 'a')).toHaveLength(3000)
})

test.each([
  ['head', request.subarray(0, 60)],
  ['body', request.subarray(0, -10)],
])('a request that stops within its %s is timed out, and recorded', async (_, bytes) => {
  expect(parseReply(await answerTo(bytes, false)).status).toBe(408)
  const [exchange] = await recordedBy(running)
  expect(exchange?.verdict).toMatchObject({ kind: 'refused' })
})
