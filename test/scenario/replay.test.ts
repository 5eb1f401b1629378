import { expect, test } from 'vitest'
import type { Exchange } from '../../src/capture/exchange.ts'
import { referencesIn, replay } from '../../src/scenario/replay.ts'
import { replyDocument } from '../../src/scenario/reply-document.ts'

const replies: readonly unknown[] = [{ id: 'resp_1', output: [{ type: 'reasoning' }, { type: 'message' }] }]
const replyTo = (step: number): unknown => replies[step]

test('a reference becomes what stands there in the earlier reply', () => {
  expect(replay({ previous_response_id: '$reply.0./id', whole: '$reply.0.' }, replyTo)).toEqual({
    kind: 'body',
    body: { previous_response_id: 'resp_1', whole: replies[0] },
  })
})

test('a list in place of an element is taken in, a list of the scenario stays as it is', () => {
  expect(replay({ input: [{ role: 'user' }, '$reply.0./output', ['own']] }, replyTo)).toEqual({
    kind: 'body',
    body: { input: [{ role: 'user' }, { type: 'reasoning' }, { type: 'message' }, ['own']] },
  })
})

test('two dollar signs are one, and other texts stay', () => {
  const body = ['$$reply.0./id', '$$marker', 'costs $5', '$ref']
  expect(replay(body, replyTo)).toEqual({ kind: 'body', body: ['$reply.0./id', '$marker', 'costs $5', '$ref'] })
})

test('a reference that finds nothing is told, with its step and pointer', () => {
  expect(replay({ a: '$reply.0./output/7/id' }, replyTo)).toEqual({ kind: 'missing', step: 0, pointer: '/output/7/id' })
  expect(replay({ a: '$reply.3./id' }, replyTo)).toEqual({ kind: 'missing', step: 3, pointer: '/id' })
})

test('what wants to be a reference and is none is found with its path', () => {
  expect(referencesIn({ a: ['$reply.0./id', '$reply.id', '$$reply.0./id', '$reply'] })).toEqual([
    { text: '$reply.0./id', path: ['a', 0], step: 0 },
    { text: '$reply.id', path: ['a', 1], step: undefined },
  ])
})

function streamed(events: readonly unknown[]): Exchange {
  const text = events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('')
  return {
    id: 'c1',
    hop: 'client',
    token: 't',
    attribution: 'path',
    step: 0,
    startedAt: 0,
    request: { method: 'POST', target: '/', headers: [], body: Buffer.alloc(0) },
    reply: {
      status: 200,
      headers: [['content-type', 'text/event-stream']],
      frames: [{ at: 0, bytes: Buffer.from(text) }],
      end: 'complete',
    },
  }
}

test('the deltas of a chat stream are put together as a client does, whatever their members are', () => {
  const chunk = (delta: unknown, finish: string | null = null) => {
    return { id: 'chatcmpl-1', choices: [{ index: 0, delta, finish_reason: finish }] }
  }
  const document = replyDocument(
    streamed([
      chunk({ role: 'assistant', content: '', extra: { sealed: 'a' } }),
      chunk({ content: 'hel' }),
      chunk({ content: 'lo', extra: { sealed: 'b' } }),
      chunk({ tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'f', arguments: '' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '{"a"' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: ':1}' } }] }, 'tool_calls'),
      '[DONE]',
    ]),
  )
  const message = {
    role: 'assistant',
    content: 'hello',
    extra: { sealed: 'ab' },
    tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
  }
  expect(document).toEqual({ id: 'chatcmpl-1', choices: [{ index: 0, message, finish_reason: 'tool_calls' }] })
})

test('a stream of Responses is the response of its last event', () => {
  const document = replyDocument(
    streamed([
      { type: 'response.created', response: { id: 'resp_1', output: [] } },
      { type: 'response.output_text.delta', delta: 'hi' },
      { type: 'response.completed', response: { id: 'resp_1', output: ['whole'] } },
    ]),
  )
  expect(document).toEqual({ id: 'resp_1', output: ['whole'] })
})

test('without a reply there is no document', () => {
  expect(replyDocument(undefined)).toBeUndefined()
})
