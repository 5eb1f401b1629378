import { outcomeSigns } from '../outcome-signs.ts'
import type { CaseOutcome, RunCounts } from '../run-report.ts'

/** How many cases of a cell ended in one way. */
export interface CellPart {
  readonly outcome: CaseOutcome
  readonly sign: string
  readonly count: number
}

/** What outcomes mean here, in the order in which they are shown. */
export const outcomeMeanings: readonly (readonly [outcome: CaseOutcome, meaning: string])[] = [
  ['passed', 'came out as the scenario expects'],
  ['failed', 'has a finding that no baseline of the run knows'],
  ['known', 'has only findings that the baseline of the run knows'],
  ['untestable', 'could not be tested'],
  ['not-applicable', 'needs what the gateway does not claim'],
]

/** What is not zero; a case that is not applicable counts where nothing else does. */
export function cellParts(counts: RunCounts): readonly CellPart[] {
  const all = outcomeMeanings.map(([outcome]) => ({
    outcome,
    sign: outcomeSigns[outcome],
    count: countOf(counts, outcome),
  }))
  const executed = all.filter(({ outcome, count }) => count > 0 && outcome !== 'not-applicable')
  return executed.length > 0 ? executed : all.filter(({ count }) => count > 0)
}

/** `9 ✓ 3 ✗` */
export function countsText(counts: RunCounts): string {
  return cellParts(counts)
    .map(({ count, sign }) => `${count} ${sign}`)
    .join(' ')
}

function countOf(counts: RunCounts, outcome: CaseOutcome): number {
  return outcome === 'not-applicable' ? counts.notApplicable : counts[outcome]
}
