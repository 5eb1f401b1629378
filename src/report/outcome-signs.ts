import type { CaseOutcome } from './run-report.ts'

/** A sign for each outcome, so that colour is not all that tells them apart. */
export const outcomeSigns: Readonly<Record<CaseOutcome, string>> = {
  passed: '✓',
  failed: '✗',
  untestable: '?',
  known: '~',
  'not-applicable': '–',
}
