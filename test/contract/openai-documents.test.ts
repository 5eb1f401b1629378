import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Operation } from '../../src/contract/contract.ts'
import { loadProviderContract } from '../../src/contract/load-contract.ts'
import { isRecord, pointerOf, valueAt } from '../../src/contract/pointer.ts'
import { readYamlFile } from '../../src/contract/yaml-file.ts'
import { completedResponse, events, messageItem } from './openai-replies.ts'
import { chatRequest, responseRequest } from './openai-requests.ts'

const root = join(import.meta.dirname, '../..')
const contract = loadProviderContract(join(root, 'contracts/openai'))
const chat = operation('createChatCompletion')
const responses = operation('createResponse')

function operation(id: string): Operation {
  const found = contract.operations.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no operation ${id}`)
  return found
}

function faults(violations: readonly { readonly keyword: string; readonly pointer: string }[]): string[] {
  return violations.map(({ keyword, pointer }) => `${keyword} ${pointer}`)
}

const captures = join(root, '../shared/captures')
const captured = existsSync(captures) ? capturedRequests(captures) : []
const whyNot = captured.length > 0 ? '' : ' (skipped: no recorded requests beside the checkout)'

/** Recorded bodies stand for repeated tool lists by a note; the first request of the file has them in full. */
function capturedRequests(
  folder: string,
): { readonly name: string; readonly surface: Operation; readonly body: unknown }[] {
  return readdirSync(folder).flatMap((file) => {
    const recording: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    const requests = isRecord(recording) && Array.isArray(recording['requests']) ? recording['requests'] : []
    const tools = requests.map((request) => request.body?.tools).find(Array.isArray)
    return requests.flatMap(({ case: name, method, path, body }) => {
      const surface = surfaceOf(String(path))
      if (method !== 'POST' || surface === undefined) return []
      return [{ name: `${file}: ${name}`, surface, body: typeof body.tools === 'string' ? { ...body, tools } : body }]
    })
  })
}

function surfaceOf(target: string): Operation | undefined {
  const [path = ''] = target.split('?')
  if (path.endsWith('/chat/completions')) return chat
  return path.endsWith('/responses') ? responses : undefined
}

const codexOnly = ['/client_metadata', '/internal_chat_message_metadata_passthrough']

test.skipIf(captured.length === 0)(`accepts what real clients send, but for the fields of Codex alone${whyNot}`, () => {
  const refused = captured.map(({ name, surface, body }) => {
    const rest = surface.violations(body).filter(({ pointer }) => !codexOnly.some((end) => pointer.endsWith(end)))
    return [name, faults(rest)]
  })
  expect(refused.length).toBeGreaterThan(30)
  expect(refused.filter(([, rest]) => rest?.length !== 0)).toEqual([])
})

test('refuses the fields that only the Codex back end knows', () => {
  const body = {
    model: 'gpt-5',
    input: [{ role: 'user', content: 'hi', internal_chat_message_metadata_passthrough: { turn_id: 't' } }],
    client_metadata: { session_id: 's' },
  }
  expect(faults(responses.violations(body)).sort()).toEqual([
    'additionalProperties /client_metadata',
    'additionalProperties /input/0/internal_chat_message_metadata_passthrough',
  ])
})

test.each([
  ['chat-completions.yaml', 'ChatCompletionRequest', 37],
  ['responses.yaml', 'ResponseRequest', 33],
])('%s describes every request field once, in the order in which the provider checks them', (file, name, count) => {
  const schema = valueAt(readYamlFile(join(root, 'contracts/openai', file)).value, `/components/schemas/${name}`)
  const [fields, order] = [valueAt(schema, '/properties'), valueAt(schema, '/x-field-order')]
  expect(order).toHaveLength(count)
  expect(isRecord(fields) && Object.keys(fields)).toEqual(order)
})

const everything = [
  { surface: 'chat', operation: chat, body: chatRequest },
  { surface: 'responses', operation: responses, body: responseRequest },
]

test.each(everything)('accepts every kind of value that a $surface request may hold', ({ operation, body }) => {
  expect(faults(operation.violations(body))).toEqual([])
})

/** Members that the caller names: metadata, schemas, headers, variables, and what a tool or an MCP server makes up. */
const open = [
  /\/(metadata|logit_bias|headers|env|attributes|variables)$/,
  /\/(parameters|schema|input_schema)(\/|$)/,
  /\/allowed_tools\/tools\/\d+$/,
  /^\/input\/\d+\/arguments$/,
]

test.each(everything)('refuses an unknown member in every object of a $surface request', ({ operation, body }) => {
  const closed = objectsIn(body, '').filter((pointer) => !open.some((pattern) => pattern.test(pointer)))
  const missed = closed.filter((pointer) => {
    const changed = structuredClone(body)
    Object.assign(valueAt(changed, pointer) ?? {}, { zzz: 1 })
    return !faults(operation.violations(changed)).includes(`additionalProperties ${pointer}/zzz`)
  })
  expect(closed.length).toBeGreaterThan(30)
  expect(missed).toEqual([])
})

function objectsIn(value: unknown, pointer: string): string[] {
  if (value === null || typeof value !== 'object') return []
  const below = Object.entries(value).flatMap(([key, member]) => objectsIn(member, pointer + pointerOf([key])))
  return Array.isArray(value) ? below : [pointer, ...below]
}

test('tells a content type that nobody knows from one that does not fit the role', () => {
  const send = (role: string, type: string) =>
    faults(responses.violations({ model: 'gpt-5', input: [{ role, content: [{ type, text: 'hi' }] }] }))
  expect(send('user', 'bogus')).toEqual(['enum /input/0/content/0/type'])
  expect(send('user', 'output_text')).toEqual(['discriminator /input/0/content/0/type'])
  expect(send('assistant', 'input_text')).toEqual(['discriminator /input/0/content/0/type'])
  expect(send('assistant', 'output_text')).toEqual([])
})

test('takes an input item without a type for a message, or for a reference when it has only an id', () => {
  const send = (item: unknown) => faults(responses.violations({ model: 'gpt-5', input: [item] }))
  expect(send({ role: 'user', content: 'hi' })).toEqual([])
  expect(send({ id: 'msg_1' })).toEqual([])
  expect(send({})).toEqual(['required /input/0/role'])
})

test('wants an input unless the request refers to one', () => {
  expect(faults(responses.violations({ model: 'gpt-5' }))).toEqual(['required /input'])
  expect(responses.violations({ model: 'gpt-5', prompt: { id: 'pmpt_1' } })).toEqual([])
  expect(responses.violations({ model: 'gpt-5', previous_response_id: 'resp_1' })).toEqual([])
})

test.each(['system', 'user', 'tool'])('leaves the replayed fields of an assistant on a %s message alone', (role) => {
  const message = { role, content: 'hi', refusal: null, ...(role === 'tool' ? { tool_call_id: 'call_1' } : {}) }
  expect(chat.violations({ model: 'gpt-5', messages: [message] })).toEqual([])
})

test('refuses the replayed fields of an assistant on a developer message', () => {
  const message = { role: 'developer', content: 'hi', refusal: null }
  expect(faults(chat.violations({ model: 'gpt-5', messages: [message] }))).toEqual([
    'additionalProperties /messages/0/refusal',
  ])
})

test('accepts null where the provider does and nowhere else', () => {
  const body = { model: 'gpt-5', messages: [{ role: 'user', content: 'hi' }] }
  const nullable = ['temperature', 'stop', 'stream', 'stream_options', 'metadata', 'reasoning_effort', 'logit_bias']
  const strict = ['tools', 'tool_choice', 'parallel_tool_calls', 'response_format', 'user', 'prompt_cache_options']
  const refused = [...nullable, ...strict].filter((field) => chat.violations({ ...body, [field]: null }).length > 0)
  expect(refused).toEqual(strict)
})

test('accepts a chat completion, and its chunks up to the one with the usage', () => {
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
  const head = {
    id: 'chatcmpl-1',
    created: 1_787_000_000,
    model: 'gpt-5',
    service_tier: 'default',
    system_fingerprint: null,
  }
  const message = { role: 'assistant', content: 'hi', refusal: null, annotations: [] }
  const whole = { ...head, object: 'chat.completion', choices: [{ index: 0, message, finish_reason: 'stop' }], usage }
  expect(chat.replyViolations(200, whole)).toEqual([])
  const chunk = { ...head, object: 'chat.completion.chunk', obfuscation: 'x' }
  const choice = { index: 0, delta: { role: 'assistant', content: 'hi' }, logprobs: null, finish_reason: null }
  expect(chat.eventViolations({ ...chunk, choices: [choice], usage: null })).toEqual([])
  expect(chat.eventViolations({ ...chunk, choices: [], usage })).toEqual([])
})

test('finds a field in a reply that the provider does not send', () => {
  const whole = completedResponse([{ ...messageItem, x_gateway: true }])
  expect(faults(responses.replyViolations(200, whole))).toEqual(['additionalProperties /output/0/x_gateway'])
  expect(responses.replyViolations(200, completedResponse([messageItem]))).toEqual([])
})

test.each(events)('accepts the event $type', (event) => {
  expect(responses.eventViolations(event)).toEqual([])
})

test('refuses an event of a type that the provider does not send', () => {
  expect(faults(responses.eventViolations({ type: 'response.done', sequence_number: 0 }))).toEqual([
    'discriminator /type',
  ])
})

test.each([400, 401, 404, 429, 500])(
  'answers %i with the error envelope on every operation that can fail so',
  (status) => {
    const envelope = { error: { message: 'no', type: 'invalid_request_error', param: null, code: null } }
    const leaky = { ...envelope, trace: 'x' }
    for (const one of [chat, responses]) {
      expect(one.replyViolations(status, envelope)).toEqual([])
      expect(faults(one.replyViolations(status, leaky))).toEqual(['additionalProperties /trace'])
    }
  },
)
