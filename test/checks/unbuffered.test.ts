import { expect, test } from 'vitest'
import { unbuffered } from '../../src/checks/unbuffered.ts'
import { caseFacts } from './facts.ts'
import { json, saidOf, timed } from './reply-kit.ts'

const head = { choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] }
const word = { choices: [{ index: 0, delta: { content: 'hi ' }, finish_reason: null }] }
const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }

/** A stream of some words, whose first comes at one moment and whose last at another. */
function spoken(first: number, last: number, words = 9) {
  const step = (last - first) / (words - 1)
  const said = Array.from({ length: words }, (_, index) => [first + index * step, word] as const)
  return timed([[0, head], ...said, [last, end], [last, '[DONE]']])
}

test('words that are on their way at once are well, however late the stream ends', () => {
  expect(saidOf(unbuffered, { client: spoken(20, 520), provider: spoken(10, 510) })).toBe('passed')
  expect(saidOf(unbuffered, { client: spoken(400, 900), provider: spoken(10, 510) })).toBe('passed')
})

test('words that come when the provider has written everything were kept back, whatever was sent before them', () => {
  expect(saidOf(unbuffered, { client: spoken(530, 530), provider: spoken(10, 510) })).toEqual([
    'the client reads its first words 20 ms after the provider has written its last',
  ])
})

test('a stream that is late as a whole, but takes its time as the provider did, was not kept back', () => {
  expect(saidOf(unbuffered, { client: spoken(530, 900), provider: spoken(10, 510) })).toBe('passed')
  expect(saidOf(unbuffered, { client: spoken(530, 700), provider: spoken(10, 510) })).toEqual([
    'the client reads its first words 20 ms after the provider has written its last',
  ])
})

test('of several streams all were kept back, or none: a machine that stands still is no gateway that waits', () => {
  const [late, prompt] = [spoken(530, 530), spoken(20, 520)]
  const steps = (...clients: readonly (typeof late)[]) =>
    clients.flatMap((client) => {
      const change = { reply: spoken(10, 510), surface: 'chat-completions' }
      const body = { model: 'alias', messages: [] }
      return caseFacts({ client: { body, change: { reply: client } }, upstream: [{ change }] }).steps
    })
  const said = (...clients: readonly (typeof late)[]) =>
    saidOf(unbuffered, { client: late, facts: { steps: steps(...clients) } })
  expect(said(late, late)).toHaveLength(2)
  // What says nothing to the client clears nobody.
  expect(
    said(
      late,
      timed([
        [0, head],
        [530, '[DONE]'],
      ]),
    ),
  ).toHaveLength(1)
  expect(said(late, prompt)).toBe('passed')
})

test('a stream that is over at once, comes in few pieces, or is none, proves nothing', () => {
  expect(saidOf(unbuffered, { client: spoken(200, 200), provider: spoken(10, 150) })).toBe('none')
  expect(saidOf(unbuffered, { client: spoken(600, 600), provider: spoken(10, 510, 2) })).toBe('none')
  expect(saidOf(unbuffered, { client: spoken(600, 600), provider: spoken(10, 510, 90) })).toBe('none')
  const whole = json({ choices: [{ message: { content: 'hi' }, finish_reason: 'stop' }] })
  expect(saidOf(unbuffered, { client: whole, provider: spoken(10, 510) })).toBe('none')
  expect(saidOf(unbuffered, { client: spoken(10, 510), provider: whole })).toBe('none')
})
