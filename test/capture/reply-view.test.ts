import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { RecordedReply } from '../../src/capture/exchange.ts'
import { readReply } from '../../src/capture/reply-view/reply-view.ts'

function reply(body: string | Buffer, change: Partial<RecordedReply> = {}): RecordedReply {
  const type = typeof body === 'string' && body.startsWith('data:') ? 'text/event-stream' : 'application/json'
  return {
    status: 200,
    headers: [['Content-Type', type]],
    frames: [{ at: 1, bytes: Buffer.from(body) }],
    end: 'complete',
    ...change,
  }
}

function stream(...events: unknown[]): string {
  return events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('')
}

const delta = (delta: unknown, finish: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason: finish }],
})

test('reads a chat completion', () => {
  const body = {
    model: 'm',
    choices: [
      {
        message: {
          content: 'hi',
          tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
        finish_reason: 'tool_calls',
      },
    ],
  }
  const choice = {
    text: 'hi',
    refusal: '',
    reasoning: '',
    toolCalls: [{ id: 'c', name: 'f', arguments: '{}' }],
    finish: 'tool-calls',
    logprobs: [],
  }
  expect(readReply(reply(JSON.stringify(body)), 'chat-completions')).toEqual({
    kind: 'content',
    streamed: false,
    ...choice,
    choices: [choice],
    models: ['m'],
    usage: undefined,
    sealedReasoning: [],
  })
})

test('calls of a whole message are as many as there are, whatever their index says', () => {
  const call = (name: string) => ({ index: 0, id: name, type: 'function', function: { name, arguments: '{}' } })
  const message = { role: 'assistant', content: null, tool_calls: [call('f'), call('g')] }
  const body = JSON.stringify({ choices: [{ message, finish_reason: 'tool_calls' }] })
  const view = readReply(reply(body), 'chat-completions')
  expect(view).toMatchObject({
    toolCalls: [
      { id: 'f', name: 'f', arguments: '{}' },
      { id: 'g', name: 'g', arguments: '{}' },
    ],
  })
})

test('puts a chat stream together by the index of its calls', () => {
  const text = stream(
    delta({ role: 'assistant', content: 'a' }),
    delta({ tool_calls: [{ index: 0, id: 'x', function: { name: 'f', arguments: '{"a"' } }] }),
    delta({ tool_calls: [{ index: 1, id: 'y', function: { name: 'g', arguments: '{' } }] }),
    delta({
      tool_calls: [
        { index: 0, function: { arguments: ':1}' } },
        { index: 1, function: { arguments: '}' } },
      ],
    }),
    delta({}, 'tool_calls'),
    '[DONE]',
  )
  expect(readReply(reply(text), 'chat-completions')).toMatchObject({
    text: 'a',
    finish: 'tool-calls',
    toolCalls: [
      { id: 'x', name: 'f', arguments: '{"a":1}' },
      { id: 'y', name: 'g', arguments: '{}' },
    ],
  })
})

test('every choice is read, and the usage of a stream is that of its last chunk', () => {
  const of = (index: number, said: unknown) => ({ model: 'm', choices: [{ index, delta: said, finish_reason: null }] })
  const usage = {
    prompt_tokens: 3,
    completion_tokens: 2,
    total_tokens: 5,
    prompt_tokens_details: { cached_tokens: 1 },
  }
  const text = stream(
    of(1, { refusal: 'no' }),
    of(0, { reasoning_content: 'hm' }),
    { choices: [], usage: null },
    of(0, { content: 'a' }),
    { model: 'other', choices: [], usage },
    '[DONE]',
  )
  expect(readReply(reply(text), 'chat-completions')).toMatchObject({
    text: 'a',
    choices: [
      { text: 'a', reasoning: 'hm' },
      { text: '', refusal: 'no' },
    ],
    models: ['m', 'other'],
    usage: { input: 3, output: 2, total: 5, cachedInput: 1, reasoning: undefined },
  })
})

test('of a response the reasoning is read, open and sealed, and the refusal and the usage', () => {
  const output = [
    { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }], encrypted_content: 'gAAAA' },
    { type: 'message', content: [{ type: 'refusal', refusal: 'no' }] },
  ]
  const usage = { input_tokens: 3, output_tokens: 2, total_tokens: 5, output_tokens_details: { reasoning_tokens: 1 } }
  const response = { model: 'm', status: 'completed', output, usage }
  const said = {
    reasoning: 'hm',
    sealedReasoning: ['gAAAA'],
    refusal: 'no',
    usage: { input: 3, cachedInput: undefined, reasoning: 1 },
  }
  expect(readReply(reply(JSON.stringify(response)), 'responses')).toMatchObject(said)
  // The summary may come in no delta at all: langchain-ai/langchain#37625.
  const events = output.map((item, index) => ({ type: 'response.output_item.done', output_index: index, item }))
  const text = stream({ type: 'response.refusal.delta', delta: 'no' }, ...events.reverse(), {
    type: 'response.completed',
    response,
  })
  expect(readReply(reply(text), 'responses')).toMatchObject(said)
})

test('reads a response and its stream alike', () => {
  const output = [
    { type: 'reasoning', content: [{ type: 'reasoning_text', text: 'hm' }] },
    { type: 'message', content: [{ type: 'output_text', text: 'hi' }] },
    { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
  ]
  const response = { model: 'm', status: 'completed', output }
  const text = stream(
    { type: 'response.output_text.delta', delta: 'hi' },
    ...output.map((item) => ({ type: 'response.output_item.done', item })),
    { type: 'response.completed', response },
  )
  const whole = readReply(reply(JSON.stringify(response)), 'responses')
  const streamed = readReply(reply(text), 'responses')
  expect(whole).toMatchObject({ text: 'hi', finish: 'tool-calls', toolCalls: [{ id: 'c' }] })
  expect({ ...streamed, streamed: false }).toEqual(whole)
})

test.each([
  ['length', 'max_output_tokens', 'length'],
  ['content filter', 'content_filter', 'content-filter'],
])('an incomplete response ends by %s', (_name, reason, finish) => {
  const body = { status: 'incomplete', incomplete_details: { reason }, output: [] }
  expect(readReply(reply(JSON.stringify(body)), 'responses')).toMatchObject({ finish })
})

test('an error inside a stream is an error', () => {
  const failed = stream({ type: 'response.failed', response: { status: 'failed', error: { message: 'no capacity' } } })
  expect(readReply(reply(failed), 'responses')).toEqual({
    kind: 'error',
    status: 200,
    message: expect.stringContaining('no capacity'),
  })
  const chat = stream(delta({ content: 'a' }), { error: { message: 'broken' } })
  expect(readReply(reply(chat), 'chat-completions')).toMatchObject({ kind: 'error', message: 'broken' })
})

test('a stream that was cut, or ends inside an event, is not readable', () => {
  const text = stream(delta({ content: 'a' }))
  expect(readReply(reply(text, { end: 'cut' }), 'chat-completions')).toMatchObject({
    kind: 'unreadable',
    reason: expect.stringContaining('cut'),
  })
  expect(readReply(reply(`${text}data: {"cho`), 'chat-completions')).toMatchObject({
    kind: 'unreadable',
    reason: expect.stringContaining('inside an event'),
  })
})

test('the words of any error envelope are found', () => {
  const bodies = [{ error: { message: 'no' } }, { error: 'no' }, { detail: 'no' }, { message: 'no' }, 'no']
  for (const body of bodies) {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    expect(readReply(reply(text, { status: 400 }), 'responses')).toEqual({ kind: 'error', status: 400, message: 'no' })
  }
})

test('a compressed reply is read, one without content type is recognised, garbage is named', () => {
  const body = JSON.stringify({ choices: [{ message: { content: 'hi' } }] })
  const headers = [
    ['content-encoding', 'gzip'],
    ['content-type', 'application/json'],
  ] as const
  expect(readReply(reply(gzipSync(body), { headers }), 'chat-completions')).toMatchObject({ text: 'hi' })
  expect(readReply(reply(stream(delta({ content: 'hi' })), { headers: [] }), 'chat-completions')).toMatchObject({
    streamed: true,
    text: 'hi',
  })
  expect(readReply(reply('<html>'), 'chat-completions')).toMatchObject({
    kind: 'unreadable',
    reason: expect.stringContaining('<html>'),
  })
})
