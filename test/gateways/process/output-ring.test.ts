import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lastLines, outputRing } from '../../../src/gateways/process/output-ring.ts'

test('keeps everything below its limit', () => {
  const ring = outputRing(10)
  ring.write(Buffer.from('abc'))
  ring.write(Buffer.from('def'))
  expect(ring.text()).toBe('abcdef')
})

test('drops the oldest bytes first and counts them', () => {
  const ring = outputRing(4)
  ring.write(Buffer.from('abc'))
  ring.write(Buffer.from('def'))
  expect(ring.text()).toBe('[2 bytes dropped]\ncdef')
})

test('keeps the end of a chunk that is larger than its limit', () => {
  const ring = outputRing(4)
  ring.write(Buffer.from('0123456789'))
  expect(ring.text()).toBe('[6 bytes dropped]\n6789')
})

test('does not begin inside a character', () => {
  const ring = outputRing(3)
  ring.write(Buffer.from('aéb'))
  ring.write(Buffer.from('c'))
  expect(ring.text()).toBe('[2 bytes dropped]\nbc')
})

test('holds the last bytes of any sequence of writes', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{0,12}$/)), fc.integer({ min: 1, max: 20 }), (writes, limit) => {
      const ring = outputRing(limit)
      for (const text of writes) ring.write(Buffer.from(text))
      const all = writes.join('')
      const dropped = Math.max(0, all.length - limit)
      expect(ring.text()).toBe(dropped === 0 ? all : `[${dropped} bytes dropped]\n${all.slice(-limit)}`)
    }),
  )
})

test('the last lines of an output are indented and not blank', () => {
  expect(lastLines('one\n\ntwo\nthree\n', 2)).toBe('  two\n  three')
  expect(lastLines('\n', 2)).toBe('  (it printed nothing)')
})
