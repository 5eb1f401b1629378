/**
 * Which elements left their order: all but the longest run of `ranks` that still rises. Equal ranks are in order.
 * @returns indexes into `ranks`
 */
export function outOfOrder(ranks: readonly number[]): ReadonlySet<number> {
  /** For every length, the index of the smallest rank with which a rising run of that length can end. */
  const ends: number[] = []
  const before: (number | undefined)[] = []
  ranks.forEach((rank, index) => {
    const length = firstAbove(ends, ranks, rank)
    before.push(length === 0 ? undefined : ends[length - 1])
    ends[length] = index
  })
  const kept = new Set<number>()
  for (let at = ends.at(-1); at !== undefined; at = before[at]) kept.add(at)
  return new Set([...ranks.keys()].filter((index) => !kept.has(index)))
}

/** By bisection: where in `ends` the first rank above `rank` stands. */
function firstAbove(ends: readonly number[], ranks: readonly number[], rank: number): number {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >> 1
    const end = ends[middle]
    if (end !== undefined && (ranks[end] ?? 0) <= rank) low = middle + 1
    else high = middle
  }
  return low
}
