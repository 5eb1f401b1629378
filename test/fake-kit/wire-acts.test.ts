import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idSource } from '../../src/fake-kit/ids.ts'
import { type Line, type WireAct, wireActs } from '../../src/fake-kit/wire-acts.ts'

const frames = ['one\n\n', 'zwö\n\n', '🙂🙂\n\n', 'end\n\n'].map((text) => Buffer.from(text))
const whole = Buffer.concat(frames)

function actsOf(line: Line, seed = 's'): readonly WireAct[] {
  return wireActs(frames, line, idSource(seed))
}

/** Acts as words: `head`, `3` for a write of three bytes, `wait 5`, `cut reset`. */
function told(line: Line): readonly string[] {
  return actsOf(line).map(wordOf)
}

function wordOf(act: WireAct): string {
  switch (act.kind) {
    case 'head':
      return 'head'
    case 'write':
      return String(act.bytes.length)
    case 'wait':
      return `wait ${act.ms}`
    case 'cut':
      return `cut ${act.by}`
  }
}

function bytesOf(line: Line, seed?: string): Buffer {
  return Buffer.concat(actsOf(line, seed).flatMap((act) => (act.kind === 'write' ? [act.bytes] : [])))
}

test.each<[string, Line, readonly string[]]>([
  ['nothing special', {}, ['head', '5', '6', '10', '5']],
  ['a delay comes before the head', { faults: { delayMs: 7 } }, ['wait 7', 'head', '5', '6', '10', '5']],
  [
    'a pace stands between writes',
    { faults: { paceMs: 2 } },
    ['head', '5', 'wait 2', '6', 'wait 2', '10', 'wait 2', '5'],
  ],
  [
    'a stall stands after its frames',
    { faults: { stall: { after: 2, ms: 9 } } },
    ['head', '5', '6', 'wait 9', '10', '5'],
  ],
  [
    'a stall may come before the end',
    { faults: { stall: { after: 4, ms: 9 } } },
    ['head', '5', '6', '10', '5', 'wait 9'],
  ],
  ['several events a write', { deltas: { eventsPerWrite: 3 } }, ['head', '21', '5']],
  ['bytes per write ignore events', { deltas: { bytesPerWrite: 20, eventsPerWrite: 3 } }, ['head', '20', '6']],
  [
    'writes do not pass over a stall',
    { deltas: { bytesPerWrite: 20 }, faults: { stall: { after: 1, ms: 1 } } },
    ['head', '5', 'wait 1', '20', '1'],
  ],
  ['a cut after frames', { faults: { cut: { after: 2, by: 'reset' } } }, ['head', '5', '6', 'cut reset']],
  ['a cut after the head', { faults: { cut: { after: 0, by: 'close' } } }, ['head', 'cut close']],
  [
    'a cut before the head',
    { faults: { delayMs: 3, cut: { after: 'request', by: 'reset' } } },
    ['wait 3', 'cut reset'],
  ],
  ['an end that is too early is no cut of the connection', { faults: { cut: { after: 1, by: 'end' } } }, ['head', '5']],
  [
    'a cut inside a character',
    { faults: { cut: { after: 0, inside: 'character', by: 'half-close' } } },
    ['head', '5', '3', 'cut half-close'],
  ],
  [
    'the next character counts',
    { faults: { cut: { after: 2, inside: 'character', by: 'close' } } },
    ['head', '5', '6', '1', 'cut close'],
  ],
])('%s', (_, line, wanted) => {
  expect(told(line)).toEqual(wanted)
})

test('without a cut all bytes are written, however they are divided', () => {
  const size = fc.integer({ min: 1, max: 40 })
  fc.assert(
    fc.property(size, size, fc.integer({ min: 0, max: 4 }), (bytesPerWrite, eventsPerWrite, after) => {
      const stall = { after, ms: 1 }
      expect(bytesOf({ deltas: { bytesPerWrite }, faults: { stall } })).toEqual(whole)
      expect(bytesOf({ deltas: { eventsPerWrite }, faults: { stall } })).toEqual(whole)
    }),
  )
})

test('a cut inside an event is at a place of the seed', () => {
  const line: Line = { faults: { cut: { after: 2, inside: 'event', by: 'reset' } } }
  const lengths = ['a', 'b', 'c', 'd', 'e', 'f'].map((seed) => bytesOf(line, seed).length)
  expect(lengths.every((length) => length > 11 && length < 21)).toBe(true)
  expect(new Set(lengths).size).toBeGreaterThan(1)
  expect(bytesOf(line, 'a').length).toBe(lengths[0])
})

test.each<[string, Line, string]>([
  ['a cut after the last frame', { faults: { cut: { after: 4, by: 'reset' } } }, 'E_TURN_CUT'],
  [
    'a cut inside a character where there is none',
    { faults: { cut: { after: 3, inside: 'character', by: 'reset' } } },
    'E_TURN_CUT',
  ],
  ['a good end before the head', { faults: { cut: { after: 'request', by: 'end' } } }, 'E_TURN_CUT'],
  ['a stall after the cut', { faults: { cut: { after: 1, by: 'reset' }, stall: { after: 2, ms: 1 } } }, 'E_TURN_STALL'],
])('%s is a fault of the script', (_, line, code) => {
  expect(() => actsOf(line)).toThrow(expect.objectContaining({ code, hint: expect.stringMatching(/\w/) }))
})
