import { afterAll, expect, test } from 'vitest'
import { onlyDeployments } from '../../fakes/azure-openai/deployments.ts'
import { createAzureOpenAI } from '../../fakes/azure-openai/index.ts'
import { valueAt } from '../../src/contract/pointer.ts'
import { azureContract, datedChat, key, post, startAzure, version } from './azure-fake.ts'

const running = await startAzure()
const messages = [{ role: 'user', content: 'hi' }]
const chat = { messages }
const responses = (apiVersion: string) => `/openai/responses?api-version=${apiVersion}`

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

async function answerOf(reply: Promise<Response>): Promise<unknown> {
  const response = await reply
  expect(response.headers.get('apim-request-id')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  return [response.status, await response.json()]
}

function gateway(status: number, code: string, message: string): unknown {
  return [status, { error: { code, message } }]
}

const wrongKey =
  'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.'
const wrongToken = {
  statusCode: 401,
  message:
    'Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have expired.',
}

test.each([
  ['a wrong key', { 'api-key': 'sk-other' }, gateway(401, '401', wrongKey)],
  ['a wrong token', { authorization: 'Bearer sk-other' }, [401, wrongToken]],
  ['neither key nor token', {}, [401, wrongToken]],
  [
    'a wrong key beside the right token',
    { 'api-key': 'x', authorization: `Bearer ${key}` },
    gateway(401, '401', wrongKey),
  ],
])('%s is refused in words of its own', async (_, headers, answer) => {
  expect(await answerOf(post(running, datedChat('gpt-4o'), chat, headers))).toEqual(answer)
})

test.each([
  ['the key', { 'api-key': key }],
  ['the key as a token', { authorization: `Bearer ${key}` }],
  ['the key beside any token', { 'api-key': key, authorization: 'Bearer x' }],
])('%s is accepted', async (_, headers) => {
  expect((await post(running, datedChat('gpt-4o'), chat, headers)).status).toBe(200)
})

test.each([
  ['/openai/deployments/gpt-4o/chat/completions', gateway(404, '404', 'Resource not found')],
  ['/openai/deployments/gpt-4o/chat/completions?api-version=', gateway(404, '404', 'Resource not found')],
  [datedChat('gpt-4o', '2024-10-22'), gateway(400, 'BadRequest', 'API version not supported')],
  [datedChat('gpt-4o', '2023-03-15-preview'), gateway(400, 'BadRequest', 'API version not supported')],
  [datedChat('gpt-4o', 'v1'), gateway(400, 'BadRequest', 'API version not supported')],
  [`/openai/v1/chat/completions?api-version=${version}`, gateway(400, 'BadRequest', 'API version not supported')],
  [
    datedChat('o3-mini', '2024-10-21'),
    gateway(400, 'BadRequest', 'Model {modelName} is enabled only for api versions 2024-12-01-preview and later'),
  ],
  [
    responses('2024-10-21'),
    gateway(
      400,
      'BadRequest',
      'Azure OpenAI Responses API is enabled only for api-version 2025-03-01-preview and later',
    ),
  ],
  ['/openai/chat/completions', gateway(404, '404', 'Resource not found')],
  ['/v1/chat/completions', gateway(404, '404', 'Resource not found')],
])('%s is answered by the gateway', async (path, answer) => {
  expect(await answerOf(post(running, path, { ...chat, model: 'gpt-4o' }))).toEqual(answer)
})

const missing = gateway(
  404,
  'DeploymentNotFound',
  'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
)

test.each([
  [datedChat('missing-1'), chat],
  ['/openai/v1/chat/completions', { ...chat, model: 'missing-1' }],
  [responses(version), { model: 'missing-1', input: 'hi' }],
])('a deployment that there is not is not found: %s', async (path, body) => {
  expect(await answerOf(post(running, path, body))).toEqual(missing)
})

test.each([
  [{ ...chat, max_completion_tokens: 9 }, '2024-08-01-preview', 'max_completion_tokens'],
  [{ ...chat, parallel_tool_calls: true }, '2024-06-01', 'parallel_tool_calls'],
])('a field of a later version is an argument that nobody knows: %j', async (body, apiVersion, name) => {
  const message = `Unrecognized request argument supplied: ${name}`
  const error = { message, type: 'invalid_request_error', param: null, code: null }
  expect(await answerOf(post(running, datedChat('gpt-4o', apiVersion), body))).toEqual([400, { error }])
  expect((await post(running, datedChat('gpt-4.1'), { messages, max_completion_tokens: 9 })).status).toBe(200)
})

test('a value of a later version is refused by the gateway', async () => {
  const format = { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object', properties: {} } } }
  const body = { ...chat, response_format: format }
  expect(await answerOf(post(running, datedChat('gpt-4o', '2024-06-01'), body))).toEqual(
    gateway(
      400,
      'BadRequest',
      'response_format value as json_schema is enabled only for api versions 2024-08-01-preview and later',
    ),
  )
  expect((await post(running, datedChat('gpt-4o', '2024-08-01-preview'), body)).status).toBe(200)
})

test('the deployment of the path is the model whose rules hold, whatever model the body names', async () => {
  const body = { messages, max_tokens: 9, model: 'gpt-4o' }
  expect((await post(running, datedChat('gpt-4o'), { ...body, model: 'gpt-5' })).status).toBe(200)
  const refused = await post(running, datedChat('gpt-5'), body)
  expect([refused.status, valueAt(await refused.json(), '/error/code')]).toEqual([400, 'unsupported_parameter'])
  expect(refused.headers.get('ms-azureml-model-error-reason')).toBe('model_error')
})

test('deployments may be given by name, each with its model, and then there are no others', async () => {
  const definition = createAzureOpenAI(onlyDeployments({ fast: 'gpt-5' }))
  const own = await startAzure({ definitions: [definition] })
  const refused = await post(own, datedChat('fast'), { messages, max_tokens: 9 })
  expect(valueAt(await refused.json(), '/error/param')).toBe('max_tokens')
  expect(await answerOf(post(own, datedChat('gpt-5'), chat))).toEqual(missing)
  expect((await post(own, '/openai/v1/responses', { model: 'fast', input: 'hi' })).status).toBe(200)
  await own[Symbol.asyncDispose]()
})

test.each(['no-version', 'no-deployment', 'version-too-old', 'wrong-key'])('%s can be relaxed', async (rule) => {
  const relaxed = new Set([`azure-openai/${rule}`])
  const lenient = await startAzure({ settings: { 'azure-openai': { relaxed } } })
  const paths: Readonly<Record<string, string>> = {
    'no-version': '/openai/deployments/gpt-4o/chat/completions',
    'no-deployment': datedChat('missing-1'),
    'version-too-old': datedChat('o3-mini', '2024-10-21'),
    'wrong-key': datedChat('gpt-4o'),
  }
  const headers = { 'api-key': rule === 'wrong-key' ? 'x' : key }
  const response = await post(lenient, paths[rule] ?? '', chat, headers)
  expect([response.status, lenient.faults]).toEqual([200, []])
  await lenient[Symbol.asyncDispose]()
})

/** Of each rule's examples, as they have to arrive. */
const examples = azureContract.rules.flatMap(({ id, examples: all }) =>
  all.flatMap(({ operation, request, query, refusal }) => {
    const { status, message, type, param, code } = refusal
    const { path = '' } = azureContract.operations.find((each) => each.id === operation) ?? {}
    const model = String(valueAt(request, '/model') ?? 'gpt-4.1')
    const target = path.replace('{deployment}', encodeURIComponent(model))
    const asked = [...(path.startsWith('/openai/v1/') ? [] : [`api-version=${version}`]), ...(query ?? '').split('&')]
    return [
      {
        name: `${id}: ${message.slice(0, 60)}`,
        target: `${target}?${asked.join('&')}`,
        method: query === undefined ? 'POST' : 'GET',
        request,
        answer: [status, { error: { message, type, param, code } }],
      },
    ]
  }),
)

test.each(examples)('$name', async ({ target, method, request, answer }) => {
  const reply =
    method === 'GET'
      ? fetch(running.baseUrl('azure-openai') + target, { headers: { 'api-key': key } })
      : post(running, target, request)
  expect(await answerOf(reply)).toEqual(answer)
})

const scripted = [
  ['azure-openai/filtered-prompt', 400, '/error/innererror/code', 'ResponsibleAIPolicyViolation'],
  ['azure-openai/rate-limit', 429, '/error/message', 'Rate limit is exceeded. Try again in 2 seconds.'],
  ['azure-openai/not-permitted', 401, '/error/code', 'PermissionDenied'],
] as const

test.each(scripted)('a script may have %s said', async (rule, status, pointer, value) => {
  running.script(rule.slice(-5), 0, [{ error: { rule } }])
  const response = await post(running, datedChat('gpt-4o'), chat, undefined, rule.slice(-5))
  expect([response.status, valueAt(await response.json(), pointer)]).toEqual([status, value])
})

test('every error of an operation fits its contract', () => {
  const judged = running.journal.exchanges().flatMap(({ operation: id, reply }) => {
    const operation = azureContract.operations.find((each) => each.id === id)
    if (operation === undefined || reply === undefined || (reply.status ?? 200) < 400) return []
    const body: unknown = JSON.parse(Buffer.concat(reply.frames.map(({ bytes }) => bytes)).toString())
    return operation.replyViolations(reply.status ?? 0, body)
  })
  expect(judged).toEqual([])
})
