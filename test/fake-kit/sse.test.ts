import fc from 'fast-check'
import { expect, test } from 'vitest'
import { streamWrites } from '../../src/fake-kit/sse.ts'

const events = [{ event: 'said', data: { text: 'grüße 🙂' } }, { data: [1, 2] }]

test('an event is one write, with its name when it has one', () => {
  const writes = streamWrites({ kind: 'stream', events, terminator: '[DONE]' })
  expect(writes.map(String)).toEqual([
    'event: said\ndata: {"text":"grüße 🙂"}\n\n',
    'data: [1,2]\n\n',
    'data: [DONE]\n\n',
  ])
})

test('cut writes hold the same bytes, however they are cut', () => {
  const whole = Buffer.concat(streamWrites({ kind: 'stream', events, terminator: '[DONE]' }))
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), (bytesPerWrite) => {
      const writes = streamWrites({ kind: 'stream', events, terminator: '[DONE]', bytesPerWrite })
      expect(Buffer.concat(writes)).toEqual(whole)
      expect(writes.slice(0, -1).every((piece) => piece.length === bytesPerWrite)).toBe(true)
    }),
  )
})
