import { join } from 'node:path'
import { expect, test } from 'vitest'
import { versionTable } from '../../fakes/azure-openai/version-table.ts'
import type { Operation } from '../../src/contract/contract.ts'
import { loadProviderContract } from '../../src/contract/load-contract.ts'
import { capturedRequests, whySkipped } from './captures.ts'
import { openai } from './openai.ts'

const folder = join(import.meta.dirname, '../../contracts/azure-openai')
const azure = loadProviderContract(folder)

function operation(method: string, path: string): Operation {
  const match = azure.match(method, path)
  if (match.kind !== 'operation') throw new Error(`no operation at ${path}`)
  return match.operation
}

const dated = operation('POST', '/openai/deployments/my-deployment/chat/completions')
const v1 = operation('POST', '/openai/v1/chat/completions')
const messages = [{ role: 'user', content: 'hi' }]

test.each([
  ['POST', '/openai/deployments/d/chat/completions', 'createDeploymentChatCompletion'],
  ['POST', '/openai/deployments/d/embeddings', 'createDeploymentEmbedding'],
  ['POST', '/openai/deployments/d/completions', 'createDeploymentCompletion'],
  ['POST', '/openai/responses', 'createDatedResponse'],
  ['GET', '/openai/responses/resp_1/input_items', 'listDatedResponseInputItems'],
  ['POST', '/openai/v1/responses', 'createResponse'],
  ['DELETE', '/openai/v1/responses/resp_1', 'deleteResponse'],
  ['GET', '/openai/v1/models', 'listModels'],
])('%s %s is %s', (method, path, id) => {
  expect(operation(method, path).id).toBe(id)
})

const captured = capturedRequests('openai-sdk').filter(({ path }) => path.startsWith('/openai/'))

test.skipIf(captured.length === 0)(`accepts what real clients send${whySkipped(captured)}`, () => {
  expect(captured.map(({ name, method, path, body }) => [name, operation(method, path).judge(body)])).toEqual(
    captured.map(({ name }) => [name, null]),
  )
})

test('a deployment in the path stands for the model, on the surface without dates the body names it', () => {
  expect(dated.judge({ messages })).toBeNull()
  expect(v1.judge({ messages })?.message).toBe('you must provide a model parameter')
})

test('a deployment may have any name', () => {
  expect(v1.judge({ model: 'my-deployment', messages })).toBeNull()
})

test('own data is a field of the dated surface alone', () => {
  const data_sources = [{ type: 'azure_search', parameters: { endpoint: 'https://example.com' } }]
  expect(dated.judge({ messages, data_sources })).toBeNull()
  expect(v1.judge({ model: 'gpt-4.1', messages, data_sources })?.pointer).toBe('/data_sources')
})

test.each([dated, v1])('$id refuses what a gateway added', (chat) => {
  const body = { model: 'gpt-5.2', messages, user_api_key: 'x' }
  expect(chat.judge(body)).toMatchObject({ message: "Unknown parameter: 'user_api_key'.", code: 'unknown_parameter' })
  expect(chat.judge({ ...body, model: 'gpt-4o' })?.message).toBe('Unrecognized request argument supplied: user_api_key')
})

test('says all that OpenAI says but of models that do not exist, and of uploads', () => {
  const words = new Set(azure.rules.map(({ id }) => id.split('/')[1]))
  const missing = openai.rules.map(({ id }) => id.split('/')[1]).filter((id) => !words.has(id))
  expect(missing.toSorted()).toEqual([
    'chat-model-not-found',
    'response-model-not-found',
    'upload-for-unknown-purpose',
    'upload-without-purpose',
  ])
})

const filtered = { hate: { filtered: false, severity: 'safe' }, jailbreak: { filtered: false, detected: false } }

test('a reply has what the content filter found', () => {
  const message = { role: 'assistant', content: 'hi', refusal: null }
  const reply = {
    ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'gpt-4o' },
    choices: [{ index: 0, message, finish_reason: 'stop', content_filter_results: filtered }],
    prompt_filter_results: [{ prompt_index: 0, content_filter_results: filtered }],
  }
  expect(dated.replyViolations(200, reply)).toEqual([])
  const first = { id: '', object: '', created: 0, model: '', choices: [] }
  expect(dated.eventViolations({ ...first, prompt_filter_results: reply.prompt_filter_results })).toEqual([])
})

test.each([
  [401, { error: { code: '401', message: 'no' } }],
  [401, { statusCode: 401, message: 'no' }],
  [400, { error: { message: 'no', type: 'invalid_request_error', param: 'n', code: null } }],
  [
    400,
    {
      error: {
        ...{ message: 'no', type: null, param: 'prompt', code: 'content_filter', status: 400 },
        innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: filtered },
      },
    },
  ],
])('knows the error body of status %i: %j', (status, envelope) => {
  expect(dated.replyViolations(status, envelope)).toEqual([])
  expect(dated.replyViolations(status, { ...envelope, trace: 'x' })[0]?.pointer).toBe('/trace')
})

test('everything that the table of versions names exists, and no row speaks of another date than a version has', () => {
  const { versions, since, gateway } = versionTable()
  const known = versions.map(({ id }) => id)
  const operations = azure.operations.map(({ id }) => id)
  expect(new Set(known).size).toBe(known.length)
  expect(new Set(gateway.map(({ id }) => id)).size).toBe(gateway.length)
  expect(since.map(({ version }) => version).filter((version) => !known.includes(version))).toEqual([])
  expect(since.flatMap((row) => row.operations).filter((id) => !operations.includes(id))).toEqual([])
})
