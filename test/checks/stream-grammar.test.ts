import { expect, test } from 'vitest'
import { streamAddsUp, streamGrammar } from '../../src/checks/stream-rules.ts'
import { json, saidOf, stream } from './reply-kit.ts'

type Json = Readonly<Record<string, unknown>>

const piece = (delta: Json, finish: string | null = null, index = 0): Json => ({
  id: 'chatcmpl-1',
  choices: [{ index, delta, finish_reason: finish }],
})
const call = (index: number, more: Json): Json => piece({ tool_calls: [{ index, ...more }] })
const head = piece({ role: 'assistant', content: '' })
const word = piece({ content: 'hi' })
const end = piece({}, 'stop')
const usage: Json = { id: 'chatcmpl-1', choices: [], usage: { total_tokens: 3 } }
const asking = { stream: true, stream_options: { include_usage: true } }
const named = (id: string, name: string): Json => ({ id, type: 'function', function: { name, arguments: '' } })
const input = (text: string): Json => ({ function: { arguments: text } })

/** What is said of a stream whose provider has another surface, so that nothing is the provider's doing. */
function chat(events: readonly unknown[], asked: Json = {}): string | readonly string[] {
  const provider = json({ status: 'completed', output: [] })
  return saidOf(streamGrammar, { client: stream(...events), provider, upstream: 'responses', asked })
}

test('a Chat stream as OpenAI writes it is well', () => {
  expect(chat([head, word, end, '[DONE]'])).toBe('passed')
  expect(chat([head, word, end, usage, '[DONE]'], asking)).toBe('passed')
  const calls = [call(0, named('a', 'f')), call(1, named('b', 'g')), call(0, input('{}')), call(1, input('{}'))]
  expect(chat([head, ...calls, piece({}, 'tool_calls'), '[DONE]'])).toBe('passed')
  const second = [piece({ role: 'assistant' }, null, 1), piece({ content: 'ho' }, null, 1), piece({}, 'stop', 1)]
  expect(chat([head, second[0], word, second[1], end, second[2], '[DONE]'])).toBe('passed')
})

test.each([
  ['no end', [head, word, end], 'the stream ends without [DONE]'],
  ['two ends', [head, end, '[DONE]', '[DONE]'], 'there is more than one [DONE]'],
  ['words after the end', [head, end, '[DONE]', { id: 'chatcmpl-1' }], 'something comes after [DONE]'],
  ['two ids', [head, { ...word, id: 'other' }, end, '[DONE]'], 'the chunks of one answer have different ids'],
  ['no role', [word, end, '[DONE]'], 'choice 0 does not begin with the role'],
  ['the role again', [head, head, end, '[DONE]'], 'choice 0 names its role 2 times'],
  ['no finish', [head, word, '[DONE]'], 'choice 0 never finishes'],
  ['two finishes', [head, end, end, '[DONE]'], 'choice 0 finishes 2 times'],
  ['words after the finish', [head, end, word, '[DONE]'], 'choice 0 goes on after its finish'],
  ['an index left out', [head, call(1, named('a', 'f')), end, '[DONE]'], 'call 0 of choice 0 has the index 1'],
  ['a call without id', [head, call(0, input('{}')), end, '[DONE]'], 'call 0 begins without its id or its name'],
  [
    'a call under two ids',
    [head, call(0, named('a', 'f')), call(0, { id: 'b', ...input('{}') }), end, '[DONE]'],
    'call 0 changes its id on the way',
  ],
  [
    'a name that comes twice',
    [head, call(0, named('a', 'f')), call(0, { function: { name: 'f' } }), end, '[DONE]'],
    'call 0 names its tool more than once',
  ],
  ['usage for nobody', [head, end, usage, '[DONE]'], 'the usage is told though nobody asked for it'],
])('%s is a fault of a Chat stream', (_, events, message) => {
  expect(chat(events)).toEqual([message])
})

test.each([
  ['twice', [head, end, usage, usage, '[DONE]'], 'the usage is told in 2 chunks'],
  ['beside a choice', [head, { ...end, usage: {} }, '[DONE]'], 'the chunk with the usage has choices'],
  ['too early', [head, usage, end, '[DONE]'], 'after the usage come further chunks'],
])('usage that comes %s is a fault of a Chat stream', (_, events, message) => {
  expect(chat(events, asking)).toEqual([message])
})

test('what the provider does as well is not the doing of the gateway, and what it does not is', () => {
  const provider = stream(word, end, '[DONE]')
  expect(saidOf(streamGrammar, { client: stream(word, end, '[DONE]'), provider })).toBe('passed')
  expect(saidOf(streamGrammar, { client: stream(word, end), provider })).toEqual(['the stream ends without [DONE]'])
})

test('a reply that is no stream has no grammar', () => {
  expect(saidOf(streamGrammar, { client: json({ choices: [{ message: { content: 'hi' } }] }) })).toBe('none')
})

const message = { id: 'msg_1', type: 'message', content: [{ type: 'output_text', text: 'hello' }] }
const at = { item_id: 'msg_1', output_index: 0, content_index: 0 }
const whole: readonly Json[] = [
  { type: 'response.created', response: { id: 'resp_1' } },
  { type: 'response.output_item.added', output_index: 0, item: { ...message, content: [] } },
  { type: 'response.content_part.added', ...at, part: {} },
  { type: 'response.output_text.delta', ...at, delta: 'hel' },
  { type: 'response.output_text.delta', ...at, delta: 'lo' },
  { type: 'response.output_text.done', ...at, text: 'hello' },
  { type: 'response.content_part.done', ...at, part: {} },
  { type: 'response.output_item.done', output_index: 0, item: message },
  { type: 'response.completed', response: { id: 'resp_1', status: 'completed', output: [message] } },
]

function numbered(events: readonly Json[]): readonly Json[] {
  return events.map((event, sequence_number) => ({ sequence_number, ...event }))
}

const provider = json({ choices: [{ message: { content: 'hello' }, finish_reason: 'stop' }] })
const fromChat = { surface: 'responses', upstream: 'chat-completions', provider } as const

function responses(events: readonly unknown[]): string | readonly string[] {
  return saidOf(streamGrammar, { ...fromChat, client: stream(...events) })
}

/** The whole stream with some of its events changed, or left out. */
function changed(change: (event: Json, index: number) => readonly Json[]): readonly Json[] {
  return numbered(whole.flatMap(change))
}

test('a Responses stream as OpenAI writes it is well', () => {
  expect(responses(numbered(whole))).toBe('passed')
})

const without = (type: string) => changed((event) => (event['type'] === `response.${type}` ? [] : [event]))

test.each([
  ['a [DONE]', [...numbered(whole), '[DONE]'], ['there is a [DONE], which this surface does not have']],
  ['no beginning', without('created'), ['the stream begins with response.output_item.added']],
  [
    'two ends',
    changed((event) => (event['type'] === 'response.completed' ? [event, event] : [event])),
    ['there are 2 terminal events: response.completed, response.completed'],
  ],
  [
    'an event after the end',
    numbered([...whole, { type: 'response.in_progress', response: {} }]),
    ['after response.completed comes response.in_progress'],
  ],
  ['no numbers', whole, ['9 of 9 events have no sequence_number']],
  [
    'numbers from 1',
    whole.map((event, index) => ({ ...event, sequence_number: index + 1 })),
    ['sequence_number begins with 1, not with 0'],
  ],
  [
    'a number that stands',
    whole.map((event, index) => ({ ...event, sequence_number: Math.min(index, 3) })),
    ['sequence_number does not rise: after 3 comes 3'],
  ],
  [
    'two ids',
    changed((event, index) => (index === 0 ? [{ ...event, response: { id: 'resp_0' } }] : [event])),
    ['the events of one response give it different ids'],
  ],
  [
    'an item out of nowhere',
    without('output_item.added'),
    ['response.content_part.added speaks of item 0 before it is added'],
  ],
  ['an item that is never done', without('output_item.done'), ['item 0 is added and never done']],
  [
    'an item under two ids',
    changed((event) => [event['item'] === message ? { ...event, item: { ...message, id: 'msg_2' } } : event]),
    ['item 0 is added as msg_1 and done as msg_2'],
  ],
  [
    'a text outside of a part',
    without('content_part.added'),
    ['response.output_text.delta speaks of part 0, which is not open'],
  ],
  ['a part that is never done', without('content_part.done'), ['item 0 is done before its parts are']],
  [
    'an index left out',
    changed((event) => ['output_index' in event ? { ...event, output_index: 1 } : event]),
    ['item 0 has the output_index 1'],
  ],
])('%s is a fault of a Responses stream', (_, events, messages) => {
  expect(responses(events)).toEqual(messages)
})

test('an event under the name of another is a fault', () => {
  const client = stream(...numbered(whole))
  const frames = client.frames.map(({ at: moment, bytes }) => {
    return { at: moment, bytes: Buffer.concat([Buffer.from('event: response.created\n'), bytes]) }
  })
  expect(saidOf(streamGrammar, { ...fromChat, client: { ...client, frames } })).toEqual([
    'an event is called response.created and says that it is response.output_item.added',
  ])
})

function sum(events: readonly Json[]): string | readonly string[] {
  return saidOf(streamAddsUp, { ...fromChat, client: stream(...events) })
}

test('deltas, items and the final response say the same, or it is told where they part', () => {
  expect(sum(numbered(whole))).toBe('passed')
  expect(sum(changed((event) => (event['delta'] === 'lo' ? [] : [event])))).toEqual([
    'the text of the deltas and of the finished items differ',
  ])
  const empty = { id: 'resp_1', status: 'completed', output: [] }
  expect(sum(changed((event, index) => [index === 8 ? { ...event, response: empty } : event]))).toEqual([
    'the text of the finished items and of the final response differ',
  ])
})

test('the deltas of a call spell its arguments; a call without deltas is as it is', () => {
  const called = { id: 'fc_1', type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{"a":1}' }
  const events = (...deltas: readonly string[]) =>
    numbered([
      { type: 'response.created', response: {} },
      { type: 'response.output_item.added', output_index: 0, item: { ...called, arguments: '' } },
      ...deltas.map((delta) => ({
        type: 'response.function_call_arguments.delta',
        item_id: 'fc_1',
        output_index: 0,
        delta,
      })),
      { type: 'response.output_item.done', output_index: 0, item: called },
      { type: 'response.completed', response: { status: 'completed', output: [called] } },
    ])
  expect(sum(events('{"a"', ':1}'))).toBe('passed')
  expect(sum(events())).toBe('passed')
  expect(sum(events('{"a"'))).toHaveLength(1)
})

test('only a Responses stream has three readings', () => {
  expect(saidOf(streamAddsUp, { client: stream(head, word, end, '[DONE]') })).toBe('none')
  expect(saidOf(streamAddsUp, { client: json({ choices: [{ message: { content: 'hi' } }] }) })).toBe('none')
})
