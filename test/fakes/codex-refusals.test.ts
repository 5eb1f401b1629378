import { afterAll, expect, test } from 'vitest'
import { codexContract, hello, postTurn, send, startCodex, token } from './codex-fake.ts'

const running = await startCodex()
const responses = '/backend-api/codex/responses'

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

async function answerOf(reply: Response | Promise<Response>): Promise<unknown> {
  const response = await reply
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(response.headers.get('x-oai-request-id')).toMatch(/^[0-9a-f]{32}$/)
  return [response.status, await response.json()]
}

/** Of each rule's examples, as they have to arrive. */
const examples = codexContract.rules.flatMap(({ id, examples: all }) =>
  all.map(({ operation, request, refusal }) => {
    const { status, message, type, param, code, envelope } = refusal
    const body = envelope === 'flat' ? { detail: message } : { error: { message, type, param, code } }
    const path = codexContract.operations.find((each) => each.id === operation)?.path ?? ''
    return { name: `${id}: ${message.slice(0, 60)}`, path, request, answer: [status, body] }
  }),
)

test.each(examples)('$name', async ({ path, request, answer }) => {
  const headers = { 'content-type': 'application/json' }
  expect(await answerOf(send(running, path, { method: 'POST', headers, body: JSON.stringify(request) }))).toEqual(
    answer,
  )
})

test('a request without token is unauthorized', async () => {
  const anonymous = fetch(`${running.baseUrl('codex')}/models?client_version=0.169.0`)
  expect(await answerOf(anonymous)).toEqual([401, { detail: 'Unauthorized' }])
})

test('a token that is none cannot be read, and is not repeated', async () => {
  const detail = 'Could not parse your authentication token. Please try signing in again.'
  expect(await answerOf(postTurn(running, hello, { authorization: 'Bearer sk-other' }))).toEqual([401, { detail }])
})

test('a token by its looks that nobody knows was invalidated, and the status stands beside the error', async () => {
  const authorization = `Bearer ${btoa('{}')}.${btoa('{}')}.`.replaceAll('=', '')
  expect(await answerOf(postTurn(running, hello, { authorization }))).toEqual([
    401,
    {
      error: {
        message: 'Your authentication token has been invalidated. Please try signing in again.',
        type: 'invalid_request_error',
        param: null,
        code: 'token_invalidated',
      },
      status: 401,
    },
  ])
})

test('a body that cannot be read is a bad request', async () => {
  const init = { method: 'POST', body: '{"model":' }
  const headers = { 'content-type': 'application/json' }
  expect(await answerOf(send(running, responses, { ...init, headers }))).toEqual([400, { detail: 'Bad Request' }])
  expect(await answerOf(send(running, responses, init))).toEqual([400, { detail: 'Bad Request' }])
})

test('what is not there, and what is asked in another way, is said flat', async () => {
  expect(await answerOf(send(running, '/v1/responses', { method: 'POST' }))).toEqual([404, { detail: 'Not Found' }])
  expect(await answerOf(send(running, responses))).toEqual([405, { detail: 'Method Not Allowed' }])
})

test('a relaxed rule lets a key of its list pass', async () => {
  const lenient = await startCodex({ settings: { codex: { relaxed: new Set(['codex/unsupported-parameter']) } } })
  const response = await postTurn(lenient, { ...hello, previous_response_id: 'resp_x' })
  expect([response.status, lenient.faults]).toEqual([200, []])
  await lenient[Symbol.asyncDispose]()
})

test.each([
  [
    'codex/expired-token',
    401,
    {
      error: {
        message: 'Provided authentication token is expired. Please try signing in again.',
        type: null,
        param: null,
        code: 'token_expired',
      },
      status: 401,
    },
  ],
  ['codex/deactivated-workspace', 402, { detail: { code: 'deactivated_workspace' } }],
  [
    'codex/usage-limit',
    429,
    {
      error: {
        type: 'usage_limit_reached',
        message: 'The usage limit has been reached',
        plan_type: 'plus',
        resets_at: 1_767_234_600,
        eligible_promo: null,
        resets_in_seconds: 9000,
      },
    },
  ],
])('a script may have %s said', async (rule, status, body) => {
  const name = rule.slice(6)
  running.allowKey('codex', `token-of-${name}`, name)
  running.script(name, 0, [{ error: { rule } }])
  expect(await answerOf(postTurn(running, hello, { authorization: `Bearer token-of-${name}` }))).toEqual([status, body])
})

test('every error of an operation fits its contract', () => {
  const judged = running.journal.exchanges().flatMap(({ operation: id, reply }) => {
    const operation = codexContract.operations.find((each) => each.id === id)
    if (operation === undefined || reply === undefined || (reply.status ?? 200) < 400) return []
    const body: unknown = JSON.parse(Buffer.concat(reply.frames.map(({ bytes }) => bytes)).toString())
    return [operation.replyViolations(reply.status ?? 0, body)]
  })
  expect(judged.length).toBeGreaterThan(examples.length)
  expect(judged.flat()).toEqual([])
})

test('no refusal repeats the token', () => {
  const replies = running.journal.exchanges().flatMap(({ reply }) => reply?.frames ?? [])
  expect(Buffer.concat(replies.map(({ bytes }) => bytes)).includes(token)).toBe(false)
})
