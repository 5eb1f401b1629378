import fc from 'fast-check'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { parsedJson } from '../../src/capture/body.ts'
import { isRecord, valueAt } from '../../src/contract/pointer.ts'
import { key, postJson } from '../fakes/openai-fake.ts'
import { damagedBytes } from './damage.ts'
import { effort, patience } from './effort.ts'
import { isAlive, startSink } from './sink.ts'

const megabyte = 1024 * 1024
const running = await startSink({ bodyBytes: 8 * megabyte })
const base = running.baseUrl('openai')

beforeEach(() => {
  running.journal.clear()
})

afterAll(async () => {
  expect(await isAlive(running)).toBe(true)
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

const boundary = 'b'
const type = `multipart/form-data; boundary=${boundary}`

function upload(body: string | Buffer<ArrayBuffer> | ReadableStream, contentType = type): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': contentType }
  return fetch(`${base}/files`, { method: 'POST', headers, body, duplex: 'half' })
}

function form(content: Buffer, purpose: string, filename: string): Buffer<ArrayBuffer> {
  return Buffer.concat([
    Buffer.from(`--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\n${purpose}\r\n`),
    Buffer.from(`--b\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\n\r\n`),
    content,
    Buffer.from('\r\n--b--\r\n'),
  ])
}

/** A success, or a refusal in the provider's envelope that blames the client. */
async function expectSound(response: Response): Promise<void> {
  const body: unknown = await response.json()
  if (response.status === 200) return
  expect(response.status).toBeOneOf([400, 404, 413])
  expect(valueAt(body, '/error/message')).toEqual(expect.any(String))
  expect(running.faults).toEqual([])
}

const sound = form(Buffer.from('{"custom_id":"a"}\n'), 'batch', 'in.jsonl')

const damaged = damagedBytes(sound)

test('a form that is damaged anywhere is a file or a refusal, and is recorded as it came', patience, async () => {
  await fc.assert(
    fc.asyncProperty(damaged, async (bytes) => {
      running.journal.clear()
      await expectSound(await upload(bytes))
      expect(running.journal.exchanges().map(({ request }) => request.body)).toEqual([bytes])
    }),
    effort(150),
  )
})

const pieces = fc.constantFrom(
  '--b',
  '--b--',
  '\r\n',
  '\r\n\r\n',
  'Content-Disposition: form-data; name="file"',
  '; filename="x"',
)
const parts = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 9 })), { maxLength: 20 })

test('any pieces of forms below any content type are a file or a refusal', patience, async () => {
  const types = fc.constantFrom(
    type,
    'multipart/form-data',
    'multipart/form-data; boundary="b',
    'multipart/mixed; boundary=b',
  )
  await fc.assert(
    fc.asyncProperty(parts, types, async (texts, contentType) => {
      running.journal.clear()
      await expectSound(await upload(texts.join(''), contentType))
    }),
    effort(150),
  )
})

test('a form of fifty megabytes is too large, and the next one is taken', async () => {
  const piece = Buffer.alloc(megabyte, 'x')
  async function* pieces() {
    yield sound.subarray(0, -10)
    for (let sent = 0; sent < 50; sent++) yield piece
  }
  const response = await upload(ReadableStream.from(pieces()))
  expect(response.status).toBe(413)
  expect(running.journal.exchanges()[0]?.verdict).toMatchObject({ rule: 'openai/body-too-large' })
  expect((await upload(sound)).status).toBe(200)
})

test('a form of nothing but fields, and one of nothing but boundaries, are refused before anybody loses patience', async () => {
  const field = '--b\r\nContent-Disposition: form-data; name="a[b][c]"\r\n\r\n1\r\n'
  expect((await upload(`${field.repeat(100_000)}--b--`)).status).toBe(400)
  expect((await upload('--b\r\n'.repeat(1_000_000))).status).toBe(400)
})

const line = fc.oneof(
  fc.json(),
  fc.string(),
  fc
    .record({
      custom_id: fc.oneof(fc.string({ maxLength: 2 }), fc.jsonValue()),
      method: fc.constantFrom('POST', 'GET'),
      url: fc.constantFrom('/v1/chat/completions', '/v1/embeddings', '/v1/images/edits'),
      body: fc.oneof(
        fc.constant({ model: 'gpt-5.2', messages: [{ role: 'user', content: 'hi' }] }),
        fc.constant({ model: 'text-embedding-3-small', input: 'hi' }),
        fc.dictionary(fc.constantFrom('model', 'messages', 'stream', 'input'), fc.jsonValue()),
        fc.jsonValue(),
      ),
    })
    .map((request) => JSON.stringify(request)),
)

test('a batch of any lines comes to an end, with a line of a file for each request', patience, async () => {
  const endpoints = fc.constantFrom('/v1/chat/completions', '/v1/embeddings', '/v1/images/edits')
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 4 }), endpoints, async (lines, endpoint) => {
      running.journal.clear()
      const file: unknown = await (await upload(form(Buffer.from(lines.join('\n')), 'batch', 'in.jsonl'))).json()
      const request = { input_file_id: valueAt(file, '/id'), endpoint, completion_window: '24h' }
      const id = valueAt(await postJson(running, '/batches', request), '/id')
      await get(`/batches/${id}`)
      const batch = parsedJson(await get(`/batches/${id}`))
      const counts = valueAt(batch, '/request_counts')
      if (!isRecord(counts)) throw new Error('no batch')
      expect(valueAt(batch, '/status')).toBeOneOf(['completed', 'failed'])
      expect(await linesOf(valueAt(batch, '/output_file_id'))).toBe(counts['completed'])
      expect(await linesOf(valueAt(batch, '/error_file_id'))).toBe(counts['failed'])
      expect(running.faults).toEqual([])
    }),
    effort(80),
  )
})

async function get(path: string): Promise<Buffer> {
  const response = await fetch(base + path, { headers: { authorization: `Bearer ${key}` } })
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

async function linesOf(fileId: unknown): Promise<number> {
  if (fileId === null) return 0
  const lines = String(await get(`/files/${fileId}/content`))
    .trimEnd()
    .split('\n')
  for (const one of lines) expect(parsedJson(Buffer.from(one))).toMatchObject({ custom_id: expect.any(String) })
  return lines.length
}
