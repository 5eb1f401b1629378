import { expect, test } from 'vitest'
import { joinedDeltas } from '../../src/leak/joined-deltas.ts'

test('the text of a choice is put together over the events', () => {
  const events = ['sk-', 'abc', 'def'].map((content) => ({ choices: [{ index: 0, delta: { content } }] }))
  expect(joinedDeltas(events)).toEqual([{ pointer: '/choices/0/delta/content', text: 'sk-abcdef' }])
})

test('the arguments of interleaved tool calls are kept apart', () => {
  const events = [
    [0, 'a'],
    [1, 'x'],
    [0, 'b'],
    [1, 'y'],
  ].map(([index, text]) => ({
    choices: [{ index: 0, delta: { tool_calls: [{ index, function: { arguments: text } }] } }],
  }))
  expect(joinedDeltas(events).map(({ text }) => text)).toEqual(['ab', 'xy'])
})

test('the items of a Responses stream are kept apart, and their kinds', () => {
  const delta = (type: string, item_id: string, text: string) => ({ type, item_id, delta: text })
  const texts = joinedDeltas([
    delta('response.output_text.delta', 'a', '1'),
    delta('response.function_call_arguments.delta', 'b', '{'),
    delta('response.output_text.delta', 'a', '2'),
    delta('response.function_call_arguments.delta', 'b', '}'),
  ])
  expect(texts.filter(({ pointer }) => pointer === '/delta').map(({ text }) => text)).toEqual(['12', '{}'])
})
