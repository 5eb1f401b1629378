import { leniencySentences } from './leniency-text.ts'
import type { Page } from './page.ts'
import { defectsText, freshOf, type RunReport, type StaleEntry } from './run-report.ts'
import type { Paint } from './style.ts'
import { beside, counted, duration, printable, wrapped } from './text.ts'

/**
 * The last lines of a report: `512 passed, 6 failed, …  in 1.2 s  gateway reference 0.1.0  seed 7f3a`, before it what kept the
 * run from being whole, and in what it was less strict than it could be.
 */
export function summaryLines(report: RunReport, page: Page): readonly string[] {
  return [...shortfalls(report, page), ...beside(summaryParts(report, page), page.width)]
}

function shortfalls(report: RunReport, { style, width }: Page): readonly string[] {
  const lines = (notes: readonly string[], paint: Paint) =>
    notes.flatMap((note) => wrapped(note, width)).map((line) => paint(line))
  const all = [...lines(warnings(report), style.warning), ...lines(remarks(report), style.faint)]
  return all.length === 0 ? [] : [...all, '']
}

/** A sentence for everything that a reader of the counts has to know beside them. */
export function summaryNotes(report: RunReport): readonly string[] {
  return [...warnings(report), ...remarks(report)]
}

function warnings(report: RunReport): readonly string[] {
  const { counts } = report
  const sentences: string[] = []
  if (report.interrupted !== undefined) {
    const done = `${counts.passed + counts.failed + counts.known} of ${counted(counts.cases, 'case')} came to a result`
    sentences.push(`The run is not whole (${withoutStop(report.interrupted)}): ${done}.`)
  }
  if (executedCases(report) === 0) sentences.push('No case was run, and a run without cases is a failure.')
  return [...sentences, ...leniencySentences(report), ...baselineSentences(report)]
}

function remarks(report: RunReport): readonly string[] {
  const { notApplicable } = report.counts
  const lacks = `because the gateway does not claim ${lacking(report)}`
  return [
    ...(report.shard === undefined ? [] : [`Shard ${report.shard.index} of ${report.shard.of}.`]),
    ...(notApplicable === 0 ? [] : [`Not applicable: ${counted(notApplicable, 'case')} ${lacks}.`]),
  ]
}

/** What the baseline took out of the findings, and what of it does not hold any more. */
function baselineSentences({ baseline, counts }: RunReport): readonly string[] {
  if (baseline === undefined) return []
  const { file, entries, unreviewed, stale } = baseline
  const reviewed = unreviewed === 0 ? '' : `, ${counted(unreviewed, 'entry', 'entries')} without a reason yet`
  return [
    `Baseline ${printable(file)}: ${counted(entries, 'entry', 'entries')} for this version, ${counted(counts.known, 'case')} known${reviewed}.`,
    ...stale.map(staleSentence),
  ]
}

function staleSentence({ scenario, check, cases }: StaleEntry): string {
  const where = `not found any more in ${cases.map(printable).join(', ')}`
  return `Stale entry: ${check} in ${scenario}, ${where}. Take it out of the baseline, or write it anew with --write-baseline.`
}

function withoutStop(sentence: string): string {
  return printable(sentence).replace(/\.$/, '')
}

/** `1492 cases passed`, or everything that keeps the run from being clean: the words of a heading. */
export function verdictOf(report: RunReport): string {
  const { counts, interrupted, baseline } = report
  const findings = freshOf(report.findings)
  const red = counts.failed + counts.untestable
  const stale = baseline?.stale.length ?? 0
  const faults = [
    ...(red === 0 ? [] : [`${red} of ${counted(counts.cases, 'case')} failed`]),
    ...(findings.length === 0 ? [] : [`${counted(findings.length, 'finding')} outside any case`]),
    ...(stale === 0 ? [] : [`${counted(stale, 'stale entry', 'stale entries')}`]),
    ...(interrupted === undefined ? [] : ['the run is not whole']),
    ...(executedCases(report) === 0 ? ['no case was run'] : []),
  ]
  return faults.length === 0 ? `${counted(counts.passed, 'case')} passed` : faults.join(', ')
}

/** Cases that count: zero is a failure. */
export function executedCases({ counts }: RunReport): number {
  return counts.passed + counts.failed + counts.untestable + counts.known
}

function lacking(report: RunReport): string {
  const lacks = new Set(report.cases.flatMap((one) => (one.outcome === 'not-applicable' ? one.lacks : [])))
  return [...lacks].toSorted().join(', ')
}

function summaryParts(report: RunReport, { style }: Page): readonly string[] {
  const { counts, gateway, seed, elapsedMs } = report
  const findings = freshOf(report.findings)
  const outcomes = [
    counts.passed > 0 ? style.good(`${counts.passed} passed`) : '0 passed',
    counts.failed > 0 ? style.bad(`${counts.failed} failed`) : '0 failed',
    counts.untestable > 0 ? style.warning(`${counts.untestable} untestable`) : '0 untestable',
    ...(counts.known > 0 ? [`${counts.known} known`] : []),
    `${counts.notApplicable} not applicable`,
  ]
  return [
    outcomes.join(', '),
    ...(findings.length > 0 ? [style.bad(`${counted(findings.length, 'finding')} outside any case`)] : []),
    `in ${duration(elapsedMs)}`,
    `gateway ${gateway.id} ${gateway.version}${style.warning(defectsText(gateway))}`,
    `seed ${seed}`,
  ]
}
