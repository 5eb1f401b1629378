/**
 * How the values of a matrix are combined. `all`: every combination. `pairs`: every pair of values of two axes stands in some
 * case. `each`: every value stands in some case.
 */
export const combinations = ['all', 'pairs', 'each'] as const
export type Combination = (typeof combinations)[number]

/** One value index for each axis. */
type Choice = readonly number[]

/**
 * Choices that together have what the combination asks for, in the order of the whole product. The same lengths give the same.
 * @param lengths how many values each axis has
 */
export function combine(lengths: readonly number[], combination: Combination): readonly Choice[] {
  const product = lengths.reduce<Choice[]>(
    (choices, length) => choices.flatMap((choice) => Array.from({ length }, (_, value) => [...choice, value])),
    [[]],
  )
  const strength = combination === 'each' ? 1 : 2
  // Of one axis every value is every combination, and of two every pair is.
  if (combination === 'all' || lengths.length <= strength) return product
  return covering(product, (choice) => tuplesOf(choice, strength))
}

/** Takes, as long as something is missing, the choice that adds most; of several the one whose values were used least. */
function covering(product: readonly Choice[], tuples: (choice: Choice) => readonly string[]): readonly Choice[] {
  const missing = new Set(product.flatMap(tuples))
  const used = new Map<string, number>()
  const taken = new Set<Choice>()
  while (missing.size > 0) {
    let best: { readonly choice: Choice; readonly rank: number } | undefined
    for (const choice of product) {
      const gain = tuples(choice).filter((tuple) => missing.has(tuple)).length
      const wear = tuplesOf(choice, 1).reduce((sum, value) => sum + (used.get(value) ?? 0), 0)
      const rank = gain - wear / 1e6
      if (best === undefined || rank > best.rank) best = { choice, rank }
    }
    if (best === undefined) break
    taken.add(best.choice)
    for (const tuple of tuples(best.choice)) missing.delete(tuple)
    for (const value of tuplesOf(best.choice, 1)) used.set(value, (used.get(value) ?? 0) + 1)
  }
  return product.filter((choice) => taken.has(choice))
}

function tuplesOf(choice: Choice, strength: 1 | 2): readonly string[] {
  const values = choice.map((value, axis) => `${axis}=${value}`)
  if (strength === 1) return values
  return values.flatMap((value, axis) => values.slice(axis + 1).map((other) => `${value},${other}`))
}
