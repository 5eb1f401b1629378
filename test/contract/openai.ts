import { join } from 'node:path'
import type { Operation, ProviderContract } from '../../src/contract/contract.ts'
import { loadProviderContract } from '../../src/contract/load-contract.ts'

export const openai: ProviderContract = loadProviderContract(join(import.meta.dirname, '../../contracts/openai'))

export const chat: Operation = operation('createChatCompletion')
export const responses: Operation = operation('createResponse')

function operation(id: string): Operation {
  const found = openai.operations.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no operation ${id}`)
  return found
}

const hi = { role: 'user', content: 'hi' }

/** A small valid chat request, with what is given on top. */
export function chatBody(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { model: 'gpt-5.6-terra', messages: [hi], ...more }
}

/** A small valid Responses request, with what is given on top. */
export function responseBody(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { model: 'gpt-5.6-terra', input: 'hi', ...more }
}

/**
 * Valid requests that between them have an object of nearly every kind, with the pointers of the objects that may hold
 * anything.
 */
export const fullRequests: readonly {
  readonly operation: Operation
  readonly body: Readonly<Record<string, unknown>>
  readonly open: readonly string[]
}[] = [
  {
    operation: chat,
    open: [
      '/metadata',
      '/logit_bias',
      '/tools/0/function/parameters',
      '/tools/0/function/parameters/properties',
      '/response_format/json_schema/schema',
    ],
    body: {
      model: 'gpt-4o',
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'be brief' }] },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'look' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=', detail: 'low' } },
            { type: 'input_audio', input_audio: { data: 'aGk=', format: 'wav' } },
            { type: 'file', file: { file_id: 'file-1' } },
          ],
        },
        {
          role: 'assistant',
          tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'call_1', content: 'ok' },
        { role: 'developer', content: 'go on' },
      ],
      tools: [
        { type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } },
        {
          type: 'custom',
          custom: { name: 'c', format: { type: 'grammar', grammar: { definition: 'a', syntax: 'regex' } } },
        },
      ],
      tool_choice: { type: 'function', function: { name: 'f' } },
      response_format: { type: 'json_schema', json_schema: { name: 'out', schema: { type: 'object' } } },
      stream: true,
      stream_options: { include_usage: true },
      store: true,
      metadata: { case: 'full' },
      logit_bias: { '50256': -100 },
      prediction: { type: 'content', content: 'ok' },
      prompt_cache_options: { mode: 'explicit' },
      moderation: { model: 'omni-moderation-latest' },
    },
  },
  {
    operation: responses,
    open: ['/metadata', '/tools/0/parameters', '/tools/0/parameters/properties', '/text/format/schema'],
    body: {
      model: 'gpt-5.6-terra',
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'look' },
            { type: 'input_image', image_url: 'data:image/png;base64,aGk=' },
          ],
        },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'ok', annotations: [] }] },
        { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'so' }] },
        { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'call_1', output: 'ok' },
      ],
      tools: [
        {
          type: 'function',
          name: 'f',
          parameters: { type: 'object', properties: {}, additionalProperties: false },
          strict: true,
        },
        {
          type: 'web_search',
          filters: { allowed_domains: ['example.com'] },
          user_location: { type: 'approximate', city: 'Bonn' },
        },
      ],
      tool_choice: { type: 'function', name: 'f' },
      text: { format: { type: 'json_schema', name: 'out', schema: { type: 'object' } }, verbosity: 'low' },
      reasoning: { effort: 'low', summary: 'auto' },
      stream: true,
      stream_options: { include_obfuscation: false },
      metadata: { case: 'full' },
    },
  },
]
