import type { Reporter } from '../report/reporter.ts'
import {
  type CaseOutcome,
  type CaseReport,
  countsOf,
  freshOf,
  type KnownFinding,
  type ReportedFinding,
  type RunReport,
  type StaleEntry,
} from '../report/run-report.ts'
import type { Baseline, BaselineEntry } from './baseline.ts'
import { checksOf, isExecuted, speaksOfCase, speaksOfVersion, wholeRun } from './cells.ts'

/** What is said of an entry that nobody has given a reason. */
const unreviewed = 'in the baseline, not looked at yet'

/**
 * Marks the findings that the baseline lists, and names its entries that the run does not bear out. Of a case that was not
 * run nothing is said, so a part of the suite can be run with the baseline of the whole. Pure.
 * @param file as the report shows it
 */
export function withBaseline(report: RunReport, baseline: Baseline, file: string): RunReport {
  const entries = baseline.known.filter((entry) => speaksOfVersion(entry, report.gateway.version))
  const cases = report.cases.map((each) => withKnown(each, entries))
  const isWhole = report.interrupted === undefined
  return {
    ...report,
    findings: marked(
      report.findings,
      entries.filter(({ scenario }) => scenario === wholeRun),
    ),
    cases,
    counts: countsOf(cases),
    baseline: {
      file,
      entries: entries.length,
      unreviewed: entries.filter(({ reason }) => reason === undefined).length,
      stale: isWhole ? entries.flatMap((entry) => staleOf(entry, report)) : [],
    },
  }
}

/** The same as cases come in, for reporters that follow a run. */
export function baselineReporter(inner: Reporter, baseline: Baseline, file: string): Reporter {
  let version = ''
  return {
    ...inner,
    gatewayReady: (told) => {
      version = told
      inner.gatewayReady?.(told)
    },
    caseDone: (report) => {
      const entries = baseline.known.filter((entry) => speaksOfVersion(entry, version))
      inner.caseDone?.(withKnown(report, entries))
    },
    end: (report) => inner.end(withBaseline(report, baseline, file)),
  }
}

function withKnown(report: CaseReport, entries: readonly BaselineEntry[]): CaseReport {
  const own = entries.filter((entry) => speaksOfCase(entry, report))
  if (own.length === 0 || report.findings.length === 0) return report
  const findings = marked(report.findings, own)
  return { ...report, findings, outcome: outcomeOf(findings) }
}

function marked(findings: readonly ReportedFinding[], entries: readonly BaselineEntry[]): readonly ReportedFinding[] {
  return findings.map((finding) => {
    const checks = checksOf(finding)
    const entry = entries.find(({ check }) => checks.includes(check))
    return entry === undefined ? finding : { ...finding, known: knownBy(entry) }
  })
}

function knownBy({ reason = unreviewed, link }: BaselineEntry): KnownFinding {
  return link === undefined ? { reason } : { reason, link }
}

function outcomeOf(findings: readonly ReportedFinding[]): CaseOutcome {
  const fresh = freshOf(findings)
  if (fresh.length === 0) return 'known'
  return fresh.some(({ outcome }) => outcome === 'fail') ? 'failed' : 'untestable'
}

/** A scenario that was run in part says nothing of cells that were not, and a part of the suite nothing of a whole run. */
function staleOf(entry: BaselineEntry, report: RunReport): readonly StaleEntry[] {
  if (entry.sometimes) return []
  const { scenario, check, reason = unreviewed } = entry
  if (scenario === wholeRun) {
    const isPart = report.shard !== undefined || report.only !== undefined
    const isThere = report.findings.some((finding) => finding.check === check)
    return isPart || isThere ? [] : [{ scenario, check, cases: [wholeRun], reason }]
  }
  const executed = report.cases.filter((each) => isExecuted(each) && speaksOfCase(entry, each))
  const gone = executed.filter(({ findings }) => !findings.some((finding) => finding.check === check))
  return gone.length === 0 ? [] : [{ scenario, check, cases: gone.map(({ id }) => id), reason }]
}
