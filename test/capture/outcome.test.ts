import { expect, test } from 'vitest'
import type { RecordedReply } from '../../src/capture/exchange.ts'
import { outcomeOf, writtenOutcome } from '../../src/capture/reply-view/outcome.ts'

function reply(body: string, change: Partial<RecordedReply> = {}): RecordedReply {
  const type = body.startsWith('data:') ? 'text/event-stream' : 'application/json'
  const frames = [{ at: 1, bytes: Buffer.from(body) }]
  return { status: 200, headers: [['Content-Type', type]], frames, end: 'complete', ...change }
}

function stream(...events: unknown[]): string {
  return events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('')
}

const word = { choices: [{ index: 0, delta: { content: 'hi' }, finish_reason: null }] }
const finish = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
const delta = { type: 'response.output_text.delta', delta: 'hi' }
const completed = { type: 'response.completed', response: { status: 'completed', output: [] } }
const failed = { status: 'failed', error: { code: 'server_error', message: 'Sorry.' }, output: [] }
const nested = { type: 'error', error: { message: 'Sorry.' } }
const flat = { type: 'error', code: null, message: 'Sorry.', param: null }

test.each([
  [
    'a whole answer',
    'ok',
    'chat-completions',
    reply('{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}'),
  ],
  ['a finished chat stream', 'ok', 'chat-completions', reply(stream(word, finish, '[DONE]'))],
  ['a chat stream without a finish that says it is done', 'ok', 'chat-completions', reply(stream(word, '[DONE]'))],
  ['a chat stream that just ends', 'cut', 'chat-completions', reply(stream(word))],
  [
    'a chat stream with an error',
    'error',
    'chat-completions',
    reply(stream(word, { error: { message: 'no' } }, '[DONE]')),
  ],
  ['a chat stream whose connection is cut', 'cut', 'chat-completions', reply(stream(word, finish), { end: 'cut' })],
  ['a stream that ends inside an event', 'cut', 'chat-completions', reply(`${stream(word)}data: {"cho`)],
  ['a completed response', 'ok', 'responses', reply(stream(delta, completed))],
  ['a Responses stream that just ends', 'cut', 'responses', reply(stream(delta))],
  [
    'a failed response in a stream',
    'error',
    'responses',
    reply(stream(delta, { type: 'response.failed', response: failed })),
  ],
  ['a failed response', 'error', 'responses', reply(JSON.stringify(failed))],
  ['a nested error event', 'error', 'responses', reply(stream(delta, nested))],
  ['a flat error event', 'error', 'responses', reply(stream(delta, flat))],
  ['an error status', 'error', 'responses', reply('{"error":{"message":"no"}}', { status: 503 })],
  ['half a body', 'cut', 'responses', reply('{"output":[', { end: 'cut' })],
  ['no reply', 'cut', 'responses', undefined],
  ['an answer of a surface that is not read', 'ok', 'embeddings', reply('{"data":[]}')],
  ['half an answer of a surface that is not read', 'cut', 'embeddings', reply('{"data":', { end: 'cut' })],
] as const)('%s is %s', (_, outcome, surface, recorded) => {
  expect(outcomeOf(recorded, surface)).toBe(outcome)
})

test('a provider has said everything when its reader leaves after the last event', () => {
  const left = reply(stream(delta, completed), { end: 'cut' })
  expect([outcomeOf(left, 'responses'), writtenOutcome(left, 'responses')]).toEqual(['cut', 'ok'])
  expect(writtenOutcome(reply(stream(delta), { end: 'cut' }), 'responses')).toBe('cut')
})
