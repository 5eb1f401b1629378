import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outOfOrder } from '../../src/account/order.ts'

test('the fewest elements are out of order that have to be', () => {
  expect([...outOfOrder([0, 1, 2, 3])]).toEqual([])
  expect([...outOfOrder([0, 3, 1, 2])]).toEqual([1])
  expect([...outOfOrder([1, 1, 0, 2])]).toEqual([2])
  expect(outOfOrder([3, 2, 1, 0]).size).toBe(3)
})

test('what is left rises, and no longer run does', () => {
  const ranks = fc.array(fc.nat(9), { maxLength: 9 })
  fc.assert(
    fc.property(ranks, (all) => {
      const out = outOfOrder(all)
      const kept = all.filter((_, index) => !out.has(index))
      expect(kept).toEqual(kept.toSorted((a, b) => a - b))
      expect(kept.length).toBe(longestRising(all))
    }),
  )
})

/** By trying every way to choose. */
function longestRising([first, ...others]: readonly number[], least = 0): number {
  if (first === undefined) return 0
  const without = longestRising(others, least)
  return first < least ? without : Math.max(without, 1 + longestRising(others, first))
}
