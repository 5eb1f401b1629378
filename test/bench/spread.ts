/** What rounds that should be alike have in common. */
export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? Number.NaN
  const half = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2
  return { min: at(0), median, max: at(sorted.length - 1) }
}

export function spreadText({ min, median, max }: Spread, digits: number): string {
  return `${median.toFixed(digits)}  (${min.toFixed(digits)} to ${max.toFixed(digits)})`
}
