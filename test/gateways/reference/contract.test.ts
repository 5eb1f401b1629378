import { expect, test } from 'vitest'
import type { Operation } from '../../../src/contract/contract.ts'
import { loadProviderContract } from '../../../src/contract/load-contract.ts'
import { packagePath } from '../../../src/contract/package-path.ts'
import { chatChunks } from '../../../src/gateways/reference/bridge/chat-chunks.ts'
import { chatCompletion } from '../../../src/gateways/reference/bridge/chat-completion.ts'
import { withChatDefaults } from '../../../src/gateways/reference/bridge/chat-defaults.ts'
import { responsesRequest } from '../../../src/gateways/reference/bridge/responses-request.ts'
import type { JsonObject } from '../../../src/gateways/reference/json.ts'
import { callItem, interleavedCallEvents, messageItem, responseOf, textEvents } from './fixtures.ts'

const openai = loadProviderContract(packagePath('contracts', 'openai'))
const chat = operationOf('createChatCompletion')
const responses = operationOf('createResponse')

function operationOf(id: string): Operation {
  const operation = openai.operations.find((candidate) => candidate.id === id)
  if (!operation) throw new Error(`no operation ${id}`)
  return operation
}

const user = { role: 'user', content: 'hi' }
const described = { name: 'f', description: 'd', parameters: { type: 'object', properties: {} } }
const calls = [
  { id: 'call_f', type: 'function', function: { name: 'f', arguments: '{}' } },
  { id: 'call_c', type: 'custom', custom: { name: 'c', input: 'x' } },
]

const requests: Readonly<Record<string, JsonObject>> = {
  plain: { messages: [user] },
  roles: {
    messages: [{ role: 'system', content: 's' }, { role: 'developer', content: [{ type: 'text', text: 'd' }] }, user],
  },
  'content parts': {
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'look' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
          { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA==' } },
          { type: 'input_audio', input_audio: { data: 'AA==', format: 'wav' } },
        ],
      },
    ],
  },
  'a tool loop': {
    messages: [
      user,
      { role: 'assistant', content: 'I will look.', refusal: null, tool_calls: calls },
      { role: 'tool', tool_call_id: 'call_f', content: 'rain' },
      { role: 'tool', tool_call_id: 'call_c', content: [{ type: 'text', text: 'rain' }] },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'It rains.' },
          { type: 'refusal', refusal: 'No.' },
        ],
      },
      { role: 'assistant', content: null, refusal: 'No.' },
    ],
    tools: [
      { type: 'function', function: described },
      {
        type: 'custom',
        custom: { name: 'c', format: { type: 'grammar', grammar: { syntax: 'lark', definition: 'x' } } },
      },
    ],
    tool_choice: { type: 'function', function: { name: 'f' } },
    parallel_tool_calls: false,
  },
  'allowed tools': {
    messages: [user],
    tools: [{ type: 'function', function: described }],
    tool_choice: {
      type: 'allowed_tools',
      allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'f' } }] },
    },
  },
  parameters: {
    messages: [user],
    metadata: { a: 'b' },
    store: true,
    temperature: 0.5,
    top_p: 0.5,
    logprobs: true,
    top_logprobs: 2,
    max_tokens: 100,
    service_tier: 'flex',
    user: 'u',
    safety_identifier: 's',
    prompt_cache_key: 'k',
    prompt_cache_retention: '24h',
    verbosity: 'low',
    response_format: { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object' }, strict: false } },
  },
  streaming: { messages: [user], stream: true, stream_options: { include_usage: true, include_obfuscation: false } },
  reasoning: { messages: [user], reasoning_effort: 'high', max_completion_tokens: 100, n: 1 },
}

test.each(Object.entries(requests))('a chat request with %s is still a valid one on the other side', (_name, body) => {
  const asked = { model: 'gpt-4o', ...body }
  expect(chat.violations(asked)).toEqual([])
  const { request, lost } = responsesRequest(withChatDefaults(asked))
  expect(lost).toEqual([])
  expect(responses.violations(request)).toEqual([])
})

test.each([
  ['text', [messageItem('hello')], {}],
  ['text and calls', [messageItem('hello'), callItem('f', '{}')], {}],
  ['a refusal', [{ type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] }], {}],
  ['a limit', [messageItem('hel')], { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }],
])('a response with %s becomes a reply that Chat could have given', (_name, output, more) => {
  expect(chat.replyViolations(200, chatCompletion(responseOf(output, more), 'gpt-4o'))).toEqual([])
})

test.each([
  ['text', textEvents('hel', 'lo')],
  ['interleaved calls', interleavedCallEvents()],
])('every chunk of a stream with %s is one that Chat could have sent', async (_name, events) => {
  const chunks: unknown[] = []
  for await (const chunk of chatChunks(streamOf(events), { model: 'gpt-4o', includeUsage: true })) chunks.push(chunk)
  expect(chunks.length).toBeGreaterThan(3)
  expect(chunks.flatMap((chunk) => chat.eventViolations(chunk))).toEqual([])
})

async function* streamOf(events: readonly object[]): AsyncGenerator<JsonObject> {
  for (const event of events) yield { ...event }
}
