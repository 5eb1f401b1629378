import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { isRecord, valueAt } from '../../src/contract/pointer.ts'
import { contracts, key, post, startOpenAI } from './openai-fake.ts'

const running = await startOpenAI({ limits: { bodyBytes: 10_000 } })
const base = running.baseUrl('openai')
const chat = { model: 'gpt-5.2', messages: [{ role: 'user', content: 'hi' }] }
const json = 'application/json'

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

interface Words {
  readonly message: string
  readonly type?: string
  readonly param?: string
  readonly code?: string
}

async function expectError(reply: Response | Promise<Response>, status: number, words: Words): Promise<void> {
  const response = await reply
  const error = { type: 'invalid_request_error', param: null, code: null, ...words }
  expect(await response.json()).toEqual({ error })
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe(json)
  expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/)
}

function send(path: string, init: RequestInit): Promise<Response> {
  return fetch(new URL(path, base), init)
}

function withKey(body: string | Buffer<ArrayBuffer>, contentType = json): RequestInit {
  return { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': contentType }, body }
}

test('an unknown field of a chat request is refused in the provider’s words', async () => {
  await expectError(post(running, '/chat/completions', { ...chat, user_api_key_hash: 'x' }), 400, {
    message: "Unknown parameter: 'user_api_key_hash'.",
    param: 'user_api_key_hash',
    code: 'unknown_parameter',
  })
  const verdict = running.journal.exchanges().at(-1)?.verdict
  expect(verdict).toMatchObject({ kind: 'refused', status: 400, pointer: '/user_api_key_hash' })
})

test('a near miss is refused with the name that was meant', async () => {
  await expectError(post(running, '/responses', { model: 'gpt-5.2', input: 'hi', stop: 'x' }), 400, {
    message: "Unknown parameter: 'stop'. Did you mean 'store'?",
    param: 'stop',
    code: 'unknown_parameter',
  })
})

test('a wrong type is refused at its path', async () => {
  await expectError(post(running, '/chat/completions', { ...chat, messages: [{ role: 'user', content: 7 }] }), 400, {
    message:
      "Invalid type for 'messages[0].content': expected one of a string or array of objects, but got an integer instead.",
    param: 'messages[0].content',
    code: 'invalid_type',
  })
})

test('a request without key is told how to send one', async () => {
  const init = { method: 'POST', headers: { 'content-type': json }, body: JSON.stringify(chat) }
  await expectError(send('/v1/chat/completions', init), 401, {
    message:
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.",
  })
})

test('a wrong key is shown by its ends alone', async () => {
  const wrong = `sk-VKMIs${'x'.repeat(39)}wjh3`
  const init = { headers: { authorization: `Bearer ${wrong}` } }
  await expectError(send('/v1/models', init), 401, {
    message: `Incorrect API key provided: sk-VKMIs${'*'.repeat(39)}wjh3. You can find your API key at https://platform.openai.com/account/api-keys.`,
    code: 'invalid_api_key',
  })
})

test('the key of another case is a wrong key', async () => {
  running.allowKey('openai', 'sk-of-case-one', 'one')
  running.baseUrl('openai', 'two')
  const init = { headers: { authorization: 'Bearer sk-of-case-one' } }
  expect((await send('/~one/v1/models', init)).status).toBe(200)
  expect((await send('/~two/v1/models', init)).status).toBe(401)
})

test('another scheme than Bearer is no key', async () => {
  const response = await send('/v1/models', { headers: { authorization: `Basic ${btoa(`:${key}`)}` } })
  expect(response.status).toBe(401)
})

test('broken JSON is refused in the provider’s words', async () => {
  await expectError(send('/v1/chat/completions', withKey('{"model":')), 400, {
    message:
      "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble figuring out how to fix this, please contact us through our help center at help.openai.com.)",
  })
})

test('another content type is refused by name', async () => {
  await expectError(send('/v1/chat/completions', withKey('a=b', 'multipart/form-data; boundary=x')), 400, {
    message:
      "Unsupported content type: 'multipart/form-data'. This API method only accepts 'application/json' requests, but you specified the header 'Content-Type: multipart/form-data'. Please try again with a supported content type.",
    code: 'unsupported_content_type',
  })
})

test('a compressed body is judged by what it holds', async () => {
  const packed = await promisify(gzip)(JSON.stringify({ ...chat, bogus: 1 }))
  const init = withKey(Buffer.from(packed))
  const headers = { ...init.headers, 'content-encoding': 'gzip' }
  await expectError(send('/v1/chat/completions', { ...init, headers }), 400, {
    message: "Unknown parameter: 'bogus'.",
    param: 'bogus',
    code: 'unknown_parameter',
  })
  expect(running.journal.exchanges().at(-1)?.request.body).toEqual(packed)
})

test('an unknown path is an invalid URL', async () => {
  await expectError(send('/v1/foo', withKey('{}')), 404, { message: 'Invalid URL (POST /v1/foo)' })
})

test('a path outside /v1 is an unknown URL, without the token segment', async () => {
  await expectError(send('/~t1/chat/completions', withKey('{}')), 404, {
    message:
      'Unknown request URL: POST /chat/completions. Please check the URL for typos, or see the docs at https://platform.openai.com/docs/api-reference/.',
    code: 'unknown_url',
  })
})

test('a wrong method is named with its path', async () => {
  await expectError(send('/v1/chat/completions', {}), 405, {
    message: 'Not allowed to GET on /v1/chat/completions. (HINT: Perhaps you meant to use a different HTTP method?)',
  })
})

test('a body above the limit is refused with both sizes', async () => {
  await expectError(send('/v1/chat/completions', withKey('x'.repeat(20_000))), 413, {
    message: 'Maximum content size limit (10000) exceeded (20000 bytes read)',
    type: 'server_error',
  })
})

test('an unknown model is not found', async () => {
  await expectError(send('/v1/models/gpt-0', { headers: { authorization: `Bearer ${key}` } }), 404, {
    message: "The model 'gpt-0' does not exist",
    param: 'model',
    code: 'model_not_found',
  })
})

test('an accepted reply has the provider’s headers, a refused key has none of an account', async () => {
  const accepted = await post(running, '/chat/completions', chat)
  expect(Object.fromEntries(accepted.headers)).toMatchObject({
    'openai-organization': expect.any(String),
    'openai-processing-ms': expect.stringMatching(/^\d+$/),
    'openai-version': '2020-10-01',
    'x-ratelimit-limit-requests': '5000',
    'x-ratelimit-remaining-tokens': expect.stringMatching(/^\d+$/),
    'x-ratelimit-reset-requests': '12ms',
  })
  const refused = await send('/v1/models', {})
  expect([...refused.headers.keys()].filter((name) => /ratelimit|organization/.test(name))).toEqual([])
})

test('every error that a matched operation answers fits the contract of the operation', () => {
  const operation = contracts.get('openai')?.operations.find(({ id }) => id === 'createChatCompletion')
  const errors = running.journal
    .exchanges()
    .filter(({ operation: id, reply }) => id === 'createChatCompletion' && (reply?.status ?? 0) >= 400)
  const judged = errors.map(({ reply }) => {
    const body: unknown = JSON.parse(Buffer.concat(reply?.frames.map(({ bytes }) => bytes) ?? []).toString())
    return {
      status: reply?.status,
      violations: operation?.replyViolations(400, body),
      isError: isRecord(valueAt(body, '/error')),
    }
  })
  expect(judged.length).toBeGreaterThan(4)
  expect(judged.filter(({ violations, isError }) => !isError || violations?.length !== 0)).toEqual([])
})
