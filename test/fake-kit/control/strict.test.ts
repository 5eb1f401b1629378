import { afterAll, expect, test } from 'vitest'
import { startControl } from '../../../src/fake-kit/control/start-control.ts'
import { exchangeBytes } from '../raw-http.ts'
import { startControlled } from './control-kit.ts'

const controlled = await startControlled()
const { ask, url } = controlled

afterAll(() => controlled[Symbol.asyncDispose]())

test('a route that does not exist is refused with those that do', async () => {
  const { status, value } = await ask('GET', '/exchanges')
  expect(status).toBe(404)
  expect(value).toMatchObject({ code: 'E_CONTROL_ROUTE', title: 'There is no /exchanges.' })
  expect(value).toMatchObject({ allowed: expect.arrayContaining(['GET /journal', 'PUT /cases/{token}/script']) })
})

test.each([
  ['POST', '/journal', ['GET', 'DELETE']],
  ['PATCH', '/cases', ['POST']],
  ['GET', '/rules/openai%2Funknown-parameter/relax', ['POST', 'DELETE']],
  ['HEAD', '/cases', ['POST']],
])('%s %s is refused with the methods there are', async (method, path, allowed) => {
  const { status, headers, value } = await ask(method, path)
  expect(status).toBe(405)
  expect(headers.get('allow')).toBe(allowed.join(', '))
  if (method !== 'HEAD') expect(value).toMatchObject({ code: 'E_CONTROL_METHOD', allowed })
})

test.each([
  ['/health?verbose=1', 'verbose', /^unknown field/],
  ['/journal?cse=t1', 'cse', /Did you mean "case"\?/],
  ['/journal?limit=ten', 'limit', /^expected an integer/],
  ['/journal?limit=1e2', 'limit', /^expected an integer/],
  ['/journal?limit=0', 'limit', /must be >= 1/],
  ['/journal?hop=middle', 'hop', /"client", "upstream"/],
  ['/journal?after=5', 'after', /does not match/],
  ['/journal/wait?timeout=600001', 'timeout', /must be <= 600000/],
  ['/violations?cse=t1', 'cse', /Did you mean "case"\?/],
])('GET %s is refused for its parameter %s', async (target, at, message) => {
  const { status, value } = await ask('GET', target)
  expect(status).toBe(400)
  expect(value).toMatchObject({
    code: 'E_CONTROL_PARAMETER',
    errors: [{ at, message: expect.stringMatching(message) }],
  })
})

test('a parameter that is given twice, or is not encoded, is refused', async () => {
  expect((await ask('GET', '/journal?limit=1&limit=2')).value).toMatchObject({
    status: 400,
    title: 'The parameter limit is given more than once.',
  })
  expect((await ask('PUT', '/cases/%zz/script', { body: { turns: [] } })).value).toMatchObject({ status: 400 })
})

test.each([
  ['has an unknown member', { turns: [], trns: [] }, '/trns', /Did you mean "turns"\?/],
  ['has an unknown member deep inside', { turns: [{ tool_calls: [] }] }, '/turns/0/tool_calls', /toolCalls/],
  ['lacks a member', {}, '/turns', /required/],
  ['has a wrong type', { turns: [{ text: 5 }] }, '/turns/0/text', /expected a string, got an integer/],
  ['has a wrong choice', { turns: [{ finish: 'tool_calls' }] }, '/turns/0/finish', /"tool-calls"/],
])('a body that %s is refused at its place', async (_, body, at, message) => {
  const { status, value } = await ask('PUT', '/cases/t1/script', { body })
  expect(status).toBe(400)
  expect(value).toMatchObject({ code: 'E_CONTROL_BODY', errors: [{ at, message: expect.stringMatching(message) }] })
})

test('a body that is no JSON, of another type, missing, unexpected or too large is refused', async () => {
  const put = (question: Parameters<typeof ask>[2]) => ask('PUT', '/cases/t1/script', question)
  expect((await put({ body: '{' })).value).toMatchObject({
    status: 400,
    title: 'The body cannot be read: the body is not JSON.',
  })
  expect((await put({ body: '{}', headers: { 'content-type': 'text/plain' } })).value).toMatchObject({
    status: 415,
    allowed: ['application/json'],
  })
  expect((await put({})).value).toMatchObject({ status: 400 })
  expect((await ask('POST', '/cases', { body: {} })).value).toMatchObject({
    status: 400,
    title: 'This route takes no body.',
  })
  expect((await put({ body: `"${'x'.repeat(5_000_000)}"` })).value).toMatchObject({ status: 413 })
})

test('a token that could not stand in a path is refused', async () => {
  const { status, value } = await ask('PUT', '/cases/a%2Fb/script', { body: { turns: [] } })
  expect(status).toBe(400)
  expect(value).toMatchObject({ errors: [{ at: 'token' }] })
})

test('what a route cannot give is not acceptable', async () => {
  const { status, value } = await ask('GET', '/health', { headers: { accept: 'text/html, application/json;q=0' } })
  expect(status).toBe(406)
  expect(value).toMatchObject({ code: 'E_CONTROL_ACCEPT', allowed: ['application/json'] })
})

test('bytes that are no HTTP end the connection and nothing else', async () => {
  const answer = await exchangeBytes(url, 'no http\r\n\r\n')
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 /)
  expect((await ask('GET', '/health')).status).toBe(200)
})

test('a port that is taken is a fault', async () => {
  const port = Number(new URL(url).port)
  const start = startControl({ fakes: controlled.fakes, port, version: '1' })
  await expect(start).rejects.toMatchObject({ code: 'E_PORT_IN_USE', kind: 'usage' })
})
