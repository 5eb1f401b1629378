import { freshOf, type RunReport } from '../../../src/report/run-report.ts'
import { counted } from '../../../src/report/text.ts'

/** What became of a job, in a line; `isAsKnown` where the gateway did what its baseline says. */
export interface Result {
  readonly line: string
  readonly isAsKnown: boolean
}

export function runResult({ gateway, counts, findings, baseline, interrupted, elapsedMs }: RunReport): Result {
  const stale = baseline?.stale.length ?? 0
  const fresh = counts.failed + freshOf(findings).length
  const executed = counts.cases - counts.notApplicable
  const isAsKnown = fresh + stale + counts.untestable === 0 && interrupted === undefined && executed > 0
  const figures = [
    counted(executed, 'case'),
    `${counts.known} known`,
    `${fresh} new`,
    `${stale} stale`,
    ...(counts.untestable === 0 ? [] : [`${counts.untestable} untestable`]),
    `${Math.round(elapsedMs / 1000)} s`,
    ...(interrupted === undefined ? [] : [`not whole: ${interrupted}`]),
  ]
  return {
    line: `${isAsKnown ? 'as known' : 'NOT SO'}  ${gateway.id} ${gateway.version}  ${figures.join('  ')}`,
    isAsKnown,
  }
}

/** @param what `NOT INSTALLED`, `NOT RUN` @param told by the command that failed */
export function noResult(what: string, name: string, told: string): Result {
  const reason = told
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-2)
    .join(' ')
  return { line: `${what}  ${name}: ${reason}`, isAsKnown: false }
}
