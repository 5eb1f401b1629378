import { expect, test } from 'vitest'
import { responsesRequest } from '../../../src/gateways/reference/bridge/responses-request.ts'
import type { JsonObject } from '../../../src/gateways/reference/json.ts'
import { GatewayRefusal } from '../../../src/gateways/reference/refusal.ts'

/** What a chat body becomes, its messages apart. */
function bridged(chat: JsonObject): JsonObject {
  const { input: _input, ...request } = responsesRequest({ messages: [], ...chat }).request
  return request
}

function inputOf(...messages: readonly JsonObject[]): unknown {
  return responsesRequest({ messages }).request['input']
}

function lostIn(chat: JsonObject): readonly string[] {
  return responsesRequest({ messages: [], ...chat }).lost
}

test.each([
  'temperature',
  'top_p',
  'top_logprobs',
  'metadata',
  'store',
  'stream',
  'parallel_tool_calls',
  'service_tier',
  'user',
  'safety_identifier',
  'prompt_cache_key',
  'prompt_cache_retention',
  'prompt_cache_options',
  'moderation',
])('%s keeps its name and its value, whatever that is', (name) => {
  expect(bridged({ [name]: { any: ['value'] } })).toEqual({ [name]: { any: ['value'] } })
})

test.each([
  ['max_tokens', 100, { max_output_tokens: 100 }],
  ['max_completion_tokens', 100, { max_output_tokens: 100 }],
  ['reasoning_effort', 'high', { reasoning: { effort: 'high' } }],
  ['verbosity', 'low', { text: { verbosity: 'low' } }],
  ['logprobs', true, { include: ['message.output_text.logprobs'] }],
  ['logprobs', false, {}],
  ['n', 1, {}],
  ['modalities', ['text'], {}],
  ['stream_options', { include_usage: true }, {}],
  [
    'stream_options',
    { include_usage: true, include_obfuscation: false },
    { stream_options: { include_obfuscation: false } },
  ],
  ['response_format', { type: 'json_object' }, { text: { format: { type: 'json_object' } } }],
  ['tool_choice', 'required', { tool_choice: 'required' }],
])('%s = %j is translated', (name, value, expected) => {
  expect(bridged({ [name]: value })).toEqual(expected)
  expect(lostIn({ [name]: value })).toEqual([])
})

test('a JSON schema and the verbosity share the text object', () => {
  const json_schema = { name: 'answer', description: 'd', schema: { type: 'object' }, strict: true }
  expect(bridged({ verbosity: 'low', response_format: { type: 'json_schema', json_schema } })).toEqual({
    text: { verbosity: 'low', format: { type: 'json_schema', ...json_schema } },
  })
})

test('tools are described one level higher', () => {
  const described = { name: 'f', description: 'd', parameters: { type: 'object' }, strict: false }
  const custom = {
    name: 'c',
    description: 'd',
    format: { type: 'grammar', grammar: { syntax: 'lark', definition: 'x' } },
  }
  const tools = [
    { type: 'function', function: described },
    { type: 'custom', custom },
  ]
  expect(bridged({ tools })).toEqual({
    tools: [
      { type: 'function', ...described },
      { type: 'custom', ...custom, format: { type: 'grammar', syntax: 'lark', definition: 'x' } },
    ],
  })
})

test('a tool is chosen by its name, and tools are allowed by their names', () => {
  const named = { type: 'function', function: { name: 'f' } }
  expect(bridged({ tool_choice: named })).toEqual({ tool_choice: { type: 'function', name: 'f' } })
  const allowed_tools = { mode: 'auto', tools: [named, { type: 'custom', custom: { name: 'c' } }] }
  expect(bridged({ tool_choice: { type: 'allowed_tools', allowed_tools } })).toEqual({
    tool_choice: {
      type: 'allowed_tools',
      mode: 'auto',
      tools: [
        { type: 'function', name: 'f' },
        { type: 'custom', name: 'c' },
      ],
    },
  })
})

test('a plain conversation keeps its roles and its strings', () => {
  const spoken = ['system', 'developer', 'user', 'assistant'].map((role) => ({ role, content: `I am ${role}` }))
  expect(inputOf(...spoken)).toEqual(spoken.map((message) => ({ type: 'message', ...message })))
})

test('content parts get their Responses types', () => {
  const content = [
    { type: 'text', text: 'look' },
    { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==', detail: 'low' } },
    { type: 'file', file: { file_data: 'data:application/pdf;base64,AA==', filename: 'a.pdf' } },
    { type: 'input_audio', input_audio: { data: 'AA==', format: 'wav' } },
  ]
  expect(inputOf({ role: 'user', content })).toEqual([
    {
      type: 'message',
      role: 'user',
      content: [
        { type: 'input_text', text: 'look' },
        { type: 'input_image', image_url: 'data:image/png;base64,AA==', detail: 'low' },
        { type: 'input_file', file_data: 'data:application/pdf;base64,AA==', filename: 'a.pdf' },
        { type: 'input_audio', input_audio: { data: 'AA==', format: 'wav' } },
      ],
    },
  ])
})

test('what an assistant said comes before what it called', () => {
  const tool_calls = [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }]
  expect(inputOf({ role: 'assistant', content: 'I will look.', refusal: null, tool_calls })).toEqual([
    { type: 'message', role: 'assistant', content: 'I will look.' },
    { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' },
  ])
})

test('an assistant that only called a tool said nothing', () => {
  const tool_calls = [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }]
  expect(inputOf({ role: 'assistant', content: null, tool_calls })).toHaveLength(1)
})

test('a refusal is a part of what an assistant said', () => {
  expect(inputOf({ role: 'assistant', content: 'No.', refusal: 'I cannot.' })).toEqual([
    {
      type: 'message',
      role: 'assistant',
      content: [
        { type: 'output_text', text: 'No.' },
        { type: 'refusal', refusal: 'I cannot.' },
      ],
    },
  ])
})

test('a tool result stays the string it was, and parts stay parts', () => {
  const parts = [{ type: 'text', text: 'rain' }]
  expect(
    inputOf(
      { role: 'tool', tool_call_id: 'call_1', content: 'rain' },
      { role: 'tool', tool_call_id: 'call_2', content: parts },
    ),
  ).toEqual([
    { type: 'function_call_output', call_id: 'call_1', output: 'rain' },
    { type: 'function_call_output', call_id: 'call_2', output: [{ type: 'input_text', text: 'rain' }] },
  ])
})

test('the result of a custom tool is told by the call it answers', () => {
  const tool_calls = [{ id: 'call_c', type: 'custom', custom: { name: 'c', input: 'x' } }]
  expect(inputOf({ role: 'assistant', tool_calls }, { role: 'tool', tool_call_id: 'call_c', content: 'y' })).toEqual([
    { type: 'custom_tool_call', call_id: 'call_c', name: 'c', input: 'x' },
    { type: 'custom_tool_call_output', call_id: 'call_c', output: 'y' },
  ])
})

test.each([
  ['stop', ['\n'], 'stop'],
  ['seed', 7, 'seed'],
  ['n', 2, 'n'],
  ['logprobs', 'yes', 'logprobs'],
  ['modalities', ['text', 'audio'], 'modalities'],
  ['logit_bias', { 50256: -100 }, 'logit_bias'],
  ['frequency_penalty', 0.5, 'frequency_penalty'],
  ['presence_penalty', 0, 'presence_penalty'],
  ['prediction', { type: 'content' }, 'prediction'],
  ['audio', { voice: 'alloy' }, 'audio'],
  ['web_search_options', {}, 'web_search_options'],
  ['functions', [{ name: 'f' }], 'functions'],
  ['function_call', 'auto', 'function_call'],
  ['never_heard_of', 1, 'never_heard_of'],
  ['constructor', 1, 'constructor'],
  ['stream_options', { new_option: 1 }, 'stream_options.new_option'],
  ['response_format', { type: 'xml' }, 'response_format'],
  ['tools', [{ type: 'function', function: { name: 'f', examples: 1 } }], 'tools[0].function.examples'],
  ['tools', [{ type: 'function', cache_control: {} }], 'tools[0].cache_control'],
  ['tools', [{ type: 'shell' }], 'tools[0]'],
  ['messages', [{ role: 'user', content: 'hi', name: 'alice' }], 'messages[0].name'],
  [
    'messages',
    [{ role: 'user', content: [{ type: 'text', text: 'hi', cache_control: {} }] }],
    'messages[0].content[0].cache_control',
  ],
  ['messages', [{ role: 'user', content: [{ type: 'video' }] }], 'messages[0].content[0]'],
  ['messages', [{ role: 'assistant', audio: { id: 'a' } }], 'messages[0].audio'],
  ['messages', [{ role: 'function', name: 'f', content: '' }], 'messages[0]'],
])('%s = %j has no counterpart and is named', (name, value, field) => {
  expect(lostIn({ [name]: value })).toEqual([field])
})

test('null and empty lists say nothing, so nothing is lost with them', () => {
  const messages = [{ role: 'assistant', content: 'hi', audio: null, annotations: [] }]
  expect(lostIn({ messages, stop: null, functions: [], seed: null })).toEqual([])
})

test('of two token limits that differ the older is lost', () => {
  const { request, lost } = responsesRequest({ messages: [], max_tokens: 5, max_completion_tokens: 9 })
  expect(request['max_output_tokens']).toBe(9)
  expect(lost).toEqual(['max_tokens'])
  expect(lostIn({ max_tokens: 9, max_completion_tokens: 9 })).toEqual([])
  const one = responsesRequest({ messages: [], max_tokens: 5, max_completion_tokens: null })
  expect(one).toMatchObject({ request: { max_output_tokens: 5 }, lost: [] })
})

test.each([
  [{ input: 'hi' }, 'messages'],
  [{ messages: 'hi' }, 'messages'],
  [{ messages: ['hi'] }, 'messages[0]'],
  [{ messages: [{ role: 'king', content: '' }] }, 'messages[0].role'],
  [
    { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: 'https://a.test' }] }] },
    'messages[0].content[0].image_url',
  ],
  [{ messages: [], tools: {} }, 'tools'],
  [{ messages: [], response_format: 'json' }, 'response_format'],
])('%j has not the shape of a chat request', (chat, param) => {
  const refused = refusalOf(() => responsesRequest(chat))
  expect(refused).toMatchObject({ status: 400, error: { param, type: 'invalid_request_error' } })
})

function refusalOf(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    if (error instanceof GatewayRefusal) return error
    throw error
  }
  return undefined
}
