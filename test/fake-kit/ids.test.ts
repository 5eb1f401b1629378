import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idSource } from '../../src/fake-kit/ids.ts'

const format = { prefix: 'resp_', length: 50, alphabet: 'hex' } as const

test('the same seed gives the same identifiers in the same order', () => {
  const first = idSource('s')
  const second = idSource('s')
  expect([first.id(format), first.id(format), first.below(9)]).toEqual([
    second.id(format),
    second.id(format),
    second.below(9),
  ])
})

test('identifiers have the spelling of their format', () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      expect(idSource(seed).id(format)).toMatch(/^resp_[0-9a-f]{50}$/)
    }),
  )
})

test('ten thousand requests of neighbouring seeds meet no identifier twice', () => {
  const ids = Array.from({ length: 10_000 }, (_, request) => idSource(`seed/openai/t1/${request}`).id(format))
  expect(new Set(ids).size).toBe(ids.length)
})
