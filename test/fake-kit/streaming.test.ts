import { afterAll, expect, test, vi } from 'vitest'
import { chunksOf, exchangeBytes, openSocket, parseReply, requestBytes } from './raw-http.ts'
import { sayIt, startToy } from './toy-provider.ts'

const running = await startToy()
const base = running.baseUrl('openai')
const lines = ['POST /v1/say HTTP/1.1', 'Host: x', 'X-Key: k', 'Content-Type: application/json']

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

test('cut writes divide events and characters, and join to the same text', async () => {
  running.script('cut', 0, [{ text: 'grüße 🙂', deltas: { bytesPerWrite: 3 } }])
  const sent = requestBytes(['POST /~cut/v1/say HTTP/1.1', ...lines.slice(1)], '{"stream":true}')
  const bytes = await exchangeBytes(base, sent)
  const chunks = chunksOf(bytes.subarray(bytes.indexOf('\r\n\r\n') + 4))
  expect(chunks.slice(0, -1).every((chunk) => chunk.length === 3)).toBe(true)
  expect(chunks.some((chunk) => !Buffer.from(chunk.toString()).equals(chunk))).toBe(true)
  expect(Buffer.concat(chunks).toString()).toContain('{"said":"🙂"}')
})

test('events arrive one by one, not when the stream is over', async () => {
  const response = await sayIt(running, { text: 'abc', stream: true })
  const pieces: string[] = []
  for await (const piece of response.body ?? []) pieces.push(Buffer.from(piece).toString())
  expect(pieces.length).toBeGreaterThan(1)
  expect(pieces.join('')).toBe('data: {"said":"a"}\n\ndata: {"said":"b"}\n\ndata: {"said":"c"}\n\ndata: END\n\n')
})

test('a client that leaves within a stream ends its recording as cut', async () => {
  running.script('leaver', 0, [{ text: 'x'.repeat(50_000), deltas: { bytesPerWrite: 16 } }])
  const socket = await openSocket(base)
  socket.write(requestBytes(['POST /~leaver/v1/say HTTP/1.1', ...lines.slice(1)], '{"stream":true}'))
  await new Promise((resolve) => socket.once('data', resolve))
  socket.destroy()
  await vi.waitFor(() => expect(running.journal.exchanges({ token: 'leaver' })[0]?.reply?.end).toBe('cut'), 10_000)
  const frames = running.journal.exchanges({ token: 'leaver' })[0]?.reply?.frames ?? []
  expect(frames.length).toBeGreaterThan(0)
  expect(frames.reduce((sum, frame) => sum + frame.bytes.length, 0)).toBeLessThan(50_000 * 21)
})

test('a client of HTTP/1.0 gets a stream that ends with the connection', async () => {
  const sent = requestBytes(['POST /v1/say HTTP/1.0', ...lines.slice(1)], '{"text":"ab","stream":true}')
  const reply = parseReply(await exchangeBytes(base, sent))
  expect(reply.headers.map(([name]) => name)).not.toContain('Transfer-Encoding')
  expect(reply.body.toString()).toBe('data: {"said":"a"}\n\ndata: {"said":"b"}\n\ndata: END\n\n')
})
