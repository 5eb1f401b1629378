import { afterAll, expect, test } from 'vitest'
import { parsedJson } from '../../src/capture/body.ts'
import { valueAt } from '../../src/contract/pointer.ts'
import { key, post, startOpenAI } from './openai-fake.ts'

const running = await startOpenAI()
const base = running.baseUrl('openai')

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

const boundary = 'b'
const multipart = `multipart/form-data; boundary=${boundary}`
const file = part('name="file"; filename="a.txt"', 'hello')
const purpose = part('name="purpose"', 'evals')

function part(disposition: string, content: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`
}

function form(...parts: readonly string[]): string {
  return `${parts.join('')}--${boundary}--\r\n`
}

/** Uploads bytes. @returns the status and what the reply says, with the error taken out of its envelope */
async function upload(body: string, type: string = multipart) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': type }
  const response = await fetch(`${base}/files`, { method: 'POST', headers, body })
  const said = parsedJson(Buffer.from(await response.arrayBuffer()))
  return { status: response.status, said: valueAt(said, '/error') ?? said }
}

function get(path: string, method = 'GET'): Promise<Response> {
  return fetch(base + path, { method, headers: { authorization: `Bearer ${key}` } })
}

async function errorOf(response: Response): Promise<unknown> {
  return valueAt(await response.json(), '/error')
}

test('a form is recorded as it was sent', async () => {
  running.journal.clear()
  const sent = form(file, purpose)
  expect(await upload(sent)).toMatchObject({ status: 200, said: { object: 'file', bytes: 5, filename: 'a.txt' } })
  const [exchange] = running.journal.exchanges()
  expect(String(exchange?.request.body)).toBe(sent)
  expect(exchange).toMatchObject({ operation: 'createFile', verdict: { kind: 'accepted' } })
})

test.each([
  ['a file without a name is text', form(part('name="file"', 'hello'), purpose), 'expected a file, but got a string'],
  ['a file that comes twice is a list', form(file, file, purpose), 'expected a file, but got an array'],
  ['a purpose that comes twice is a list', form(file, purpose, purpose), "or 'evals', but got an array"],
  ['a missing file', form(purpose), "Missing required parameter: 'file'."],
  ['a missing purpose', form(file), "'purpose' is a required property"],
  ['an unknown field', form(file, purpose, part('name="drop_params"', 'true')), "Unknown parameter: 'drop_params'."],
  [
    'a member that is none',
    form(file, purpose, part('name="expires_after[anchor]"', 'now'), part('name="expires_after[seconds]"', '3600')),
    "Invalid value: 'now'. Supported values are: 'created_at'.",
  ],
  [
    'a number that is too small',
    form(file, purpose, part('name="expires_after[anchor]"', 'created_at'), part('name="expires_after[seconds]"', '1')),
    "Invalid 'expires_after.seconds': integer below minimum value.",
  ],
  [
    'half an expiry',
    form(file, purpose, part('name="expires_after[anchor]"', 'created_at')),
    "Missing required parameter: 'expires_after.seconds'.",
  ],
  [
    'a batch of something else than lines',
    form(file, part('name="purpose"', 'batch')),
    'Invalid file format for Batch API. Must be .jsonl',
  ],
])('refused: %s', async (_, body, message) => {
  expect(await upload(body)).toMatchObject({ status: 400, said: { message: expect.stringContaining(message) } })
})

test.each([
  ['a type without a boundary', form(file, purpose), 'multipart/form-data'],
  ['another boundary', form(file, purpose), 'multipart/form-data; boundary=other'],
  ['a form that ends within a part', form(file, purpose).slice(0, -10), multipart],
  ['nothing', '', multipart],
])('malformed: %s', async (_, body, type) => {
  expect(await upload(body, type)).toMatchObject({ status: 400, said: { message: 'Could not parse multipart form' } })
})

test('each operation takes bodies of its own kind alone', async () => {
  const json = await upload('{"purpose":"evals"}', 'application/json')
  expect(json).toMatchObject({ status: 400, said: { code: 'unsupported_content_type' } })
  expect(valueAt(json.said, '/message')).toContain("only accepts 'multipart/form-data' requests")
  const chat = await fetch(`${base}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': multipart },
    body: form(file),
  })
  expect(valueAt(await errorOf(chat), '/message')).toContain("only accepts 'application/json' requests")
})

test('a batch without its input is refused in the words for any request', async () => {
  const response = await post(running, '/batches', { endpoint: '/v1/embeddings', completion_window: '24h' })
  expect(await errorOf(response)).toEqual({
    message: "Missing required parameter: 'input_file_id'.",
    type: 'invalid_request_error',
    param: 'input_file_id',
    code: 'missing_required_parameter',
  })
})

test.each([
  ['/files?limit=0', 'integer below minimum value'],
  ['/files?limit=all', 'expected an integer'],
  ['/files?order=up', "Supported values are: 'asc' and 'desc'"],
  ['/batches?limit=101', 'integer above maximum value'],
  ['/batches?provider=azure', "Unknown parameter: 'provider'."],
  ['/models?user_id=x', "Unknown parameter: 'user_id'."],
  ['/files/file-x/content?download=1', "Unknown parameter: 'download'."],
])('the query is judged: %s', async (path, message) => {
  const response = await get(path)
  expect(response.status).toBe(400)
  expect(await errorOf(response)).toMatchObject({ message: expect.stringContaining(message) })
})

test('a key is asked for before the query is looked at', async () => {
  expect((await fetch(`${base}/files?limit=0`)).status).toBe(401)
})

test.each(['/files/file-x', '/files/file-x/content'])('there is no %s', async (path) => {
  const response = await get(path)
  expect({ status: response.status, error: await errorOf(response) }).toEqual({
    status: 404,
    error: { message: 'No such File object: file-x', type: 'invalid_request_error', param: 'id', code: null },
  })
})

test('what a user uploads as data cannot be read back, and its description can', async () => {
  const { said } = await upload(form(file, part('name="purpose"', 'user_data')))
  const id = valueAt(said, '/id')
  const response = await get(`/files/${id}/content`)
  expect(response.status).toBe(400)
  expect(valueAt(await errorOf(response), '/message')).toBe('Not allowed to download files of purpose: user_data')
  expect(await (await get(`/files/${id}`)).json()).toEqual(said)
  expect((await get(`/files/${id}`, 'DELETE')).status).toBe(200)
})

test('HEAD tells the length of a file', async () => {
  const { said } = await upload(form(file, purpose))
  const response = await get(`/files/${valueAt(said, '/id')}/content`, 'HEAD')
  expect(response.headers.get('content-length')).toBe('5')
  expect(response.headers.get('content-type')).toBe('application/octet-stream')
})

test('fakes that only observe take any form and any query, and tell of them', async () => {
  await using observing = await startOpenAI({ settings: { openai: { level: 'observe' } } })
  const headers = { authorization: `Bearer ${key}` }
  const body = form(part('name="file"', 'x'), part('name="what"', ''))
  const target = `${observing.baseUrl('openai')}/files?limit=0`
  const sent = await fetch(target, { method: 'POST', headers: { ...headers, 'content-type': multipart }, body })
  expect(sent.status).toBe(200)
  expect((await fetch(target, { headers })).status).toBe(200)
  const rules = observing.journal.exchanges().map(({ verdict }) => verdict?.kind === 'refused' && verdict.rule)
  expect(rules).toEqual(['openai/unknown-parameter', 'openai/number-out-of-bounds'])
  expect(observing.faults).toEqual([])
})

test('a query parameter passes once its rule is relaxed', async () => {
  const relaxed = new Set(['openai/unknown-parameter'])
  await using lenient = await startOpenAI({ settings: { openai: { relaxed } } })
  const response = await fetch(`${lenient.baseUrl('openai')}/models?x=1`, {
    headers: { authorization: `Bearer ${key}` },
  })
  expect(response.status).toBe(200)
})
