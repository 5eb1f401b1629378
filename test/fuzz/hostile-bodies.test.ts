import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { key } from '../fakes/openai-fake.ts'
import { chatBody, isAlive, recordedBy, startSink } from './sink.ts'

const megabyte = 1024 * 1024
const running = await startSink({ bodyBytes: 8 * megabyte })

beforeEach(() => {
  running.journal.clear()
})

afterAll(async () => {
  expect(await isAlive(running)).toBe(true)
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

/** Posts a chat request. @returns its status and what the journal has of it */
async function posted(body: string | Buffer | ReadableStream, coding?: string) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const response = await fetch(`${running.baseUrl('openai')}/chat/completions`, {
    method: 'POST',
    headers: coding === undefined ? headers : { ...headers, 'content-encoding': coding },
    body,
    duplex: 'half',
  })
  const text = await response.text()
  const [exchange] = await recordedBy(running)
  const rule = exchange?.verdict?.kind === 'refused' ? exchange.verdict.rule : undefined
  return { status: response.status, text, exchange, rule }
}

const zeros = Buffer.alloc(100 * megabyte)
const bombs = {
  gzip: gzipSync(zeros),
  br: brotliCompressSync(zeros),
  zstd: zstdCompressSync(zeros),
  'gzip, gzip': gzipSync(gzipSync(zeros)),
}

test.each(Object.entries(bombs))(
  'a bomb of %s is too large, and takes no more memory than the limit',
  async (coding, bomb) => {
    const before = process.memoryUsage.rss()
    for (let round = 0; round < 10; round++) {
      running.journal.clear()
      expect(await posted(bomb, coding)).toMatchObject({ status: 413, rule: 'openai/body-too-large' })
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(300 * megabyte)
  },
)

test.each([
  ['gzip', gzipSync(chatBody)],
  ['br', brotliCompressSync(chatBody)],
  ['zstd', zstdCompressSync(chatBody)],
])('a body of %s that ends too early is malformed', async (coding, packed) => {
  expect(await posted(packed, coding)).toMatchObject({ status: 200 })
  running.journal.clear()
  const cut = packed.subarray(0, -8)
  const { status, rule, exchange } = await posted(cut, coding)
  expect({ status, rule }).toEqual({ status: 400, rule: 'openai/malformed-body' })
  expect(exchange?.request.body).toEqual(cut)
})

test('a body of fifty megabytes is too large, is read to its end and kept only as far as the limit', async () => {
  const before = process.memoryUsage.rss()
  const piece = Buffer.alloc(megabyte, 'x')
  async function* pieces() {
    for (let sent = 0; sent < 50; sent++) yield piece
  }
  const { status, rule, exchange, text } = await posted(ReadableStream.from(pieces()))
  expect({ status, rule }).toEqual({ status: 413, rule: 'openai/body-too-large' })
  expect(text).toContain(`(${50 * megabyte} bytes read)`)
  expect(exchange?.request.body.length).toBe(8 * megabyte)
  expect(process.memoryUsage.rss() - before).toBeLessThan(200 * megabyte)
})

const deepFilter = `${'{"type":"and","filters":['.repeat(10_000)}${']}'.repeat(10_000)}`

test.each([
  ['lists', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
  ['a message', chatBody.replace('"hi"', `${'['.repeat(10_000)}${']'.repeat(10_000)}`)],
  ['a filter, which may contain itself', `{"model":"gpt-4o","input":"hi","tools":[${deepFilter}]}`],
  ['brackets that nothing closes', '{"a":'.repeat(10_000)],
])('%s nested ten thousand deep: malformed', async (_, body) => {
  expect(await posted(body)).toMatchObject({ status: 400, rule: 'openai/malformed-body' })
})

test('a hundred thousand unknown fields are refused before anybody loses patience', async () => {
  const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, 0]))
  const { status, rule } = await posted(JSON.stringify({ ...JSON.parse(chatBody), ...many }))
  expect({ status, rule }).toEqual({ status: 400, rule: 'openai/unrecognized-argument' })
})

test('twenty thousand tool messages are refused before anybody loses patience', async () => {
  const messages = Array.from({ length: 20_000 }, (_, index) => ({
    role: 'tool',
    tool_call_id: `c${index}`,
    content: '',
  }))
  const { status, rule } = await posted(JSON.stringify({ model: 'gpt-4o', messages }))
  expect({ status, rule }).toEqual({ status: 400, rule: 'openai/orphan-tool-message' })
})

test('of a name that stands there twice the last value counts, and both are recorded', async () => {
  const twice = chatBody.replace('{', '{"model":"no-such-model","temperature":9,"temperature":1,')
  const { status, exchange } = await posted(twice)
  expect(status).toBe(200)
  expect(String(exchange?.request.body)).toBe(twice)
})

test.each([
  ['bytes that are no UTF-8', Buffer.from(chatBody.replace('hi', '\xff\xfe'), 'latin1')],
  ['a character in halves', Buffer.from(chatBody.replace('hi', '\xed\xa0\x80'), 'latin1')],
  ['UTF-16', Buffer.from(chatBody, 'utf16le')],
  ['a zero byte', Buffer.from(chatBody.replace('hi', '\0'))],
  ['nothing but blanks', Buffer.from('   ')],
  ['two values', Buffer.from(chatBody + chatBody)],
  ['a number that JSON does not have', Buffer.from(chatBody.replace('"hi"', 'NaN'))],
])('%s: malformed, and recorded as it came', async (_, bytes) => {
  const { status, rule, exchange } = await posted(bytes)
  expect({ status, rule }).toEqual({ status: 400, rule: 'openai/malformed-body' })
  expect(exchange?.request.body).toEqual(bytes)
})

test('a number beyond all bounds is refused as what it is', async () => {
  expect(await posted(chatBody.replace('{', '{"temperature":1e999,'))).toMatchObject({ status: 400 })
})

test('names that JavaScript holds sacred are unknown parameters like any other, and change nothing', async () => {
  const { status, text } = await posted(chatBody.replace('{', '{"__proto__":{"polluted":1},"constructor":1,'))
  expect(status).toBe(400)
  expect(text).toContain('__proto__, constructor')
  expect(Reflect.has({}, 'polluted')).toBe(false)
})
