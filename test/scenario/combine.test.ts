import fc from 'fast-check'
import { expect, test } from 'vitest'
import { combine } from '../../src/scenario/combine.ts'

const axes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 })

function pairsIn(choices: readonly (readonly number[])[]): Set<string> {
  return new Set(
    choices.flatMap((choice) =>
      choice.flatMap((a, i) => choice.slice(i + 1).map((b, j) => `${i}=${a},${i + 1 + j}=${b}`)),
    ),
  )
}

test('all is every combination, the last axis fastest', () => {
  expect(combine([2, 2], 'all')).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ])
  expect(combine([], 'all')).toEqual([[]])
})

test('pairs has every pair of values, with fewer cases than all of three axes', () => {
  fc.assert(
    fc.property(axes, (lengths) => {
      expect(pairsIn(combine(lengths, 'pairs'))).toEqual(pairsIn(combine(lengths, 'all')))
    }),
  )
  expect(combine([5, 4, 4], 'pairs').length).toBeLessThanOrEqual(25)
})

test('each has every value, in as many cases as the longest axis has values', () => {
  fc.assert(
    fc.property(axes, (lengths) => {
      const choices = combine(lengths, 'each')
      for (const [axis, length] of lengths.entries()) {
        expect(new Set(choices.map((choice) => choice[axis])).size).toBe(length)
      }
      expect(choices).toHaveLength(Math.max(...lengths))
    }),
  )
})

test('a short axis takes turns along a long one', () => {
  const counts = Map.groupBy(combine([3, 12], 'each'), ([first]) => first)
  expect([...counts.values()].map((choices) => choices.length)).toEqual([4, 4, 4])
})
