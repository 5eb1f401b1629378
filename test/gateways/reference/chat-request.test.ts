import { expect, test } from 'vitest'
import { loadProviderContract } from '../../../src/contract/load-contract.ts'
import { packagePath } from '../../../src/contract/package-path.ts'
import { chatRequest } from '../../../src/gateways/reference/bridge-back/chat-request.ts'
import { type JsonObject, objectsIn } from '../../../src/gateways/reference/json.ts'
import { GatewayRefusal } from '../../../src/gateways/reference/refusal.ts'

const { operations } = loadProviderContract(packagePath('contracts', 'openai'))

function violationsOf(id: string, body: unknown): unknown {
  return operations.find((operation) => operation.id === id)?.violations(body)
}

/** Translates a request that OpenAI accepts, and expects one that OpenAI accepts. */
function translated(asked: JsonObject): JsonObject {
  const whole = { model: 'gpt-4o', input: 'hi', ...asked }
  expect(violationsOf('createResponse', whole)).toEqual([])
  const { request, lost } = chatRequest(whole)
  expect(lost).toEqual([])
  expect(violationsOf('createChatCompletion', request)).toEqual([])
  return request
}

function messagesOf(...input: JsonObject[]): unknown[] {
  return objectsIn(translated({ input })['messages'])
}

function lostIn(asked: JsonObject): readonly string[] {
  return chatRequest({ model: 'gpt-4o', input: 'hi', ...asked }).lost
}

const user = { role: 'user', content: 'hi' }
const call = { type: 'function_call', id: 'fc_1', status: 'completed', call_id: 'call_1', name: 'f', arguments: '{}' }
const output = { type: 'function_call_output', call_id: 'call_1', output: 'rain' }
const chatCall = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }
const spoken = {
  type: 'message',
  id: 'msg_1',
  status: 'completed',
  role: 'assistant',
  content: [{ type: 'output_text', text: 'I will look.', annotations: [], logprobs: [] }],
}

test('a text is a message of the user', () => {
  expect(translated({})).toEqual({ model: 'gpt-4o', messages: [user] })
})

test('fields that mean the same get the name that Chat has for them', () => {
  expect(
    translated({
      max_output_tokens: 100,
      reasoning: { effort: 'low' },
      text: { format: { type: 'json_object' }, verbosity: 'low' },
      temperature: 0.5,
      top_p: 0.5,
      metadata: { a: 'b' },
      store: true,
      user: 'u',
      safety_identifier: 's',
      prompt_cache_key: 'k',
      service_tier: 'flex',
      include: ['message.output_text.logprobs'],
      top_logprobs: 2,
    }),
  ).toEqual({
    model: 'gpt-4o',
    messages: [user],
    max_completion_tokens: 100,
    reasoning_effort: 'low',
    response_format: { type: 'json_object' },
    verbosity: 'low',
    temperature: 0.5,
    top_p: 0.5,
    metadata: { a: 'b' },
    store: true,
    user: 'u',
    safety_identifier: 's',
    prompt_cache_key: 'k',
    service_tier: 'flex',
    logprobs: true,
    top_logprobs: 2,
  })
})

test('a schema for the answer goes one level deeper', () => {
  const format = { type: 'json_schema', name: 'a', description: 'd', schema: { type: 'object' }, strict: false }
  const { type, ...json_schema } = format
  expect(translated({ text: { format } })['response_format']).toEqual({ type, json_schema })
})

test('a stream is asked for its usage, beside what the client asked for', () => {
  expect(translated({ stream: true })).toMatchObject({ stream: true, stream_options: { include_usage: true } })
  expect(translated({ stream: true, stream_options: { include_obfuscation: false } })).toMatchObject({
    stream_options: { include_usage: true, include_obfuscation: false },
  })
  expect(translated({ stream: false })).not.toHaveProperty('stream_options')
})

test('null says nothing, and what says the default of both is left out', () => {
  expect(
    translated({
      instructions: null,
      previous_response_id: null,
      include: null,
      reasoning: null,
      background: false,
      truncation: 'disabled',
      tools: [],
      tool_choice: 'auto',
      parallel_tool_calls: true,
    }),
  ).toEqual({ model: 'gpt-4o', messages: [user] })
})

test('instructions and leading system items are one system message, part by part', () => {
  const system = { role: 'system', content: 'b' }
  const developer = { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'c' }] }
  expect(translated({ instructions: 'a', input: [system, developer, user] })['messages']).toEqual([
    { role: 'system', content: ['a', 'b', 'c'].map((text) => ({ type: 'text', text })) },
    user,
  ])
  expect(translated({ instructions: 'a', input: [user, developer] })['messages']).toEqual([
    { role: 'system', content: 'a' },
    user,
    { role: 'developer', content: [{ type: 'text', text: 'c' }] },
  ])
  expect(messagesOf(developer, user)).toEqual([{ role: 'developer', content: [{ type: 'text', text: 'c' }] }, user])
})

test('content parts become those of Chat', () => {
  const url = 'data:image/png;base64,AA=='
  const data = 'data:application/pdf;base64,AA=='
  const content = [
    { type: 'input_text', text: 'look' },
    { type: 'input_image', image_url: url, detail: 'low', file_id: null },
    { type: 'input_file', filename: 'a.pdf', file_data: data },
    { type: 'input_file', file_id: 'file-1', filename: null },
  ]
  expect(messagesOf({ role: 'user', content })).toEqual([
    {
      role: 'user',
      content: [
        { type: 'text', text: 'look' },
        { type: 'image_url', image_url: { url, detail: 'low' } },
        { type: 'file', file: { filename: 'a.pdf', file_data: data } },
        { type: 'file', file: { file_id: 'file-1' } },
      ],
    },
  ])
})

test('what was said and what was called beside it is one message, its calls kept', () => {
  const said = [{ type: 'text', text: 'I will look.' }]
  const turn = { role: 'assistant', content: said, tool_calls: [chatCall] }
  const result = { role: 'tool', tool_call_id: 'call_1', content: 'rain' }
  expect(messagesOf(user, spoken, call, output)).toEqual([user, turn, result])
  expect(messagesOf(user, call, spoken, output)).toEqual([user, turn, result])
  expect(messagesOf(user, call, output, spoken)).toEqual([
    user,
    { role: 'assistant', tool_calls: [chatCall] },
    result,
    { role: 'assistant', content: said },
  ])
})

test('texts around a call are parts of its message, texts without one are messages', () => {
  const said = { role: 'assistant', content: 'a' }
  expect(messagesOf(said, spoken, call, { ...said, content: 'b' }, output)).toEqual([
    said,
    {
      role: 'assistant',
      content: ['I will look.', 'b'].map((text) => ({ type: 'text', text })),
      tool_calls: [chatCall],
    },
    { role: 'tool', tool_call_id: 'call_1', content: 'rain' },
  ])
})

test('parallel calls are one turn, and their results follow it', () => {
  const [second, result] = [
    { ...call, id: 'fc_2', call_id: 'call_2' },
    { ...output, call_id: 'call_2' },
  ]
  expect(messagesOf(user, call, second, output, result)).toMatchObject([
    user,
    { role: 'assistant', tool_calls: [{ id: 'call_1' }, { id: 'call_2' }] },
    { role: 'tool', tool_call_id: 'call_1' },
    { role: 'tool', tool_call_id: 'call_2' },
  ])
  expect(messagesOf(call, output, second, result)).toMatchObject([
    { tool_calls: [{ id: 'call_1' }] },
    { tool_call_id: 'call_1' },
    { tool_calls: [{ id: 'call_2' }] },
    { tool_call_id: 'call_2' },
  ])
})

test('custom tools, their calls and results come through', () => {
  const custom = { type: 'custom_tool_call', id: 'ctc_1', call_id: 'call_c', name: 'c', input: 'x' }
  const format = { type: 'grammar', syntax: 'lark', definition: 'd' }
  const asked = {
    input: [user, custom, { type: 'custom_tool_call_output', call_id: 'call_c', output: 'y' }],
    tools: [{ type: 'custom', name: 'c', description: 'd', format }],
    tool_choice: { type: 'custom', name: 'c' },
  }
  expect(translated(asked)).toMatchObject({
    messages: [
      user,
      { role: 'assistant', tool_calls: [{ id: 'call_c', type: 'custom', custom: { name: 'c', input: 'x' } }] },
      { role: 'tool', tool_call_id: 'call_c', content: 'y' },
    ],
    tools: [
      {
        type: 'custom',
        custom: {
          name: 'c',
          description: 'd',
          format: { type: 'grammar', grammar: { syntax: 'lark', definition: 'd' } },
        },
      },
    ],
    tool_choice: { type: 'custom', custom: { name: 'c' } },
  })
})

test('functions and the choice among them go one level deeper', () => {
  const tool = { type: 'function', name: 'f', description: null, parameters: { type: 'object' }, strict: true }
  const allowed = { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'f' }] }
  const request = translated({ tools: [tool], tool_choice: allowed, parallel_tool_calls: false })
  expect(request).toMatchObject({
    tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object' }, strict: true } }],
    tool_choice: {
      type: 'allowed_tools',
      allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'f' } }] },
    },
    parallel_tool_calls: false,
  })
  expect(translated({ tools: [tool], tool_choice: { type: 'function', name: 'f' } })['tool_choice']).toEqual({
    type: 'function',
    function: { name: 'f' },
  })
})

test('texts of a tool stay with its result, files and images are shown after the results of the turn', () => {
  const image = 'data:image/png;base64,AA=='
  const shows = {
    ...output,
    output: [
      { type: 'input_text', text: 'see' },
      { type: 'input_image', image_url: image },
    ],
  }
  const second = { ...call, id: 'fc_2', call_id: 'call_2' }
  expect(messagesOf(user, call, second, shows, { ...output, call_id: 'call_2', output: [] }).slice(2)).toEqual([
    { role: 'tool', tool_call_id: 'call_1', content: [{ type: 'text', text: 'see' }] },
    { role: 'tool', tool_call_id: 'call_2', content: '' },
    { role: 'user', content: [{ type: 'image_url', image_url: { url: image } }] },
  ])
})

test.each([
  ['previous_response_id', 'resp_1', 'previous_response_id'],
  ['conversation', 'conv_1', 'conversation'],
  ['prompt', { id: 'p' }, 'prompt'],
  ['background', true, 'background'],
  ['truncation', 'auto', 'truncation'],
  ['max_tool_calls', 1, 'max_tool_calls'],
  ['context_management', [{ type: 'compaction' }], 'context_management'],
  ['reasoning', { effort: 'low', summary: 'auto' }, 'reasoning.summary'],
  ['include', ['message.output_text.logprobs', 'reasoning.encrypted_content'], 'include[1]'],
  ['tools', [{ type: 'web_search' }], 'tools[0]'],
  ['tools', [{ type: 'function', name: 'f', defer_loading: true }], 'tools[0].defer_loading'],
  ['tool_choice', { type: 'web_search_preview' }, 'tool_choice'],
  ['text', { format: { type: 'xml' } }, 'text.format'],
  ['never_heard_of', 1, 'never_heard_of'],
  ['constructor', 1, 'constructor'],
  ['input', [{ type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'x' }], 'input[0]'],
  ['input', [{ type: 'item_reference', id: 'msg_1' }], 'input[0]'],
  ['input', [{ id: 'msg_1' }], 'input[0]'],
  ['input', [{ type: 'web_search_call', id: 'ws_1' }], 'input[0]'],
  ['input', [{ ...spoken, phase: 'commentary' }], 'input[0].phase'],
  [
    'input',
    [{ role: 'user', content: [{ type: 'input_file', file_url: 'https://a.test' }] }],
    'input[0].content[0].file_url',
  ],
  ['input', [{ ...output, output: [{ type: 'input_video' }] }], 'input[0].output[0]'],
])('%s = %j has no counterpart and is named', (name, value, field) => {
  expect(lostIn({ [name]: value })).toEqual([field])
})

test.each([
  [{ input: 7 }, 'input'],
  [{ input: ['hi'] }, 'input[0]'],
  [{ input: [{ role: 'king', content: '' }] }, 'input[0].role'],
  [{ tools: {} }, 'tools'],
  [{ text: 'json' }, 'text'],
])('%j has not the shape of a Responses request', (asked, param) => {
  const refused = (): unknown => chatRequest({ model: 'm', input: 'hi', ...asked })
  expect(refused).toThrow(GatewayRefusal)
  expect(refused).toThrow(expect.objectContaining({ status: 400, error: expect.objectContaining({ param }) }))
})
