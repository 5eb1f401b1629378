import { type Finding, type Severity, severities } from '../../checks/finding.ts'
import { spreadOf } from '../cells.ts'
import { evidenceLines } from '../evidence-text.ts'
import { type FindingGroup, type Found, findingGroups } from '../groups.ts'
import {
  type CaseReport,
  countsOf,
  gatewayText,
  type KnownFinding,
  type ReportedFinding,
  type RunCounts,
  type RunReport,
} from '../run-report.ts'
import { styleOf } from '../style.ts'
import { printable } from '../text.ts'

const plain = styleOf(false)
const evidenceWidth = 130

/** One finding of a scenario with one gateway, in one or more of its cases. */
export interface GridFinding {
  /** One, unless it is `untestable`: then every check that could not be made for this reason. */
  readonly checks: readonly string[]
  readonly outcome: Finding['outcome']
  readonly severity: Severity
  readonly message: string
  /** Ids of the cases that show it. Never empty. */
  readonly cases: readonly string[]
  /** `in 6 of 12 cases, all with stream=true`; empty for a scenario of one case. */
  readonly spread: string
  /** What the baseline of the run says of it; absent where it says nothing. */
  readonly known?: KnownFinding
  /** Where to look, in lines. */
  readonly evidence: readonly string[]
  readonly reproduce: string
}

/** One scenario with one gateway. */
export interface GridCell {
  readonly title: string
  readonly sources: readonly string[]
  readonly counts: RunCounts
  /** Of what failed; absent where nothing did. */
  readonly worst?: Severity
  readonly findings: readonly GridFinding[]
  /** In how many cases each check was made and found nothing. */
  readonly passed: ReadonlyMap<string, number>
}

/** One run as a column, without its exchanges: reports are large, and many of them make a grid. */
export interface GridColumn {
  /** What its report is called in messages. */
  readonly file: string
  readonly gateway: RunReport['gateway']
  /** `litellm 1.81.7` */
  readonly name: string
  /** Of Watertight. */
  readonly version: string
  readonly startedAt: string
  readonly elapsedMs: number
  readonly seed: string
  readonly counts: RunCounts
  readonly baseline?: { readonly file: string; readonly entries: number; readonly stale: number }
  /** Why this is not all of the suite, as clauses; empty where nothing in the report says so. */
  readonly parts: readonly string[]
  readonly cases: ReadonlySet<string>
  /** By scenario. */
  readonly cells: ReadonlyMap<string, GridCell>
  /** Findings that belong to no case, also those that the baseline knows. */
  readonly outside: readonly ReportedFinding[]
}

/** Pure. @param file as messages call the report */
export function columnOf(report: RunReport, file: string): GridColumn {
  const { gateway, version, startedAt, elapsedMs, seed, counts, baseline, cases, findings } = report
  const cells = Map.groupBy(cases, ({ scenario }) => scenario)
  return {
    file,
    gateway,
    name: gatewayText(gateway),
    version,
    startedAt,
    elapsedMs,
    seed,
    counts,
    ...(baseline === undefined
      ? {}
      : { baseline: { file: baseline.file, entries: baseline.entries, stale: baseline.stale.length } }),
    parts: partsOf(report),
    cases: new Set(cases.map(({ id }) => id)),
    cells: new Map([...cells].map(([scenario, own]) => [scenario, cellOf(own)])),
    outside: findings,
  }
}

function partsOf({ shard, interrupted, only }: RunReport): readonly string[] {
  return [
    ...(shard === undefined ? [] : [`shard ${shard.index} of ${shard.of}`]),
    ...(only === undefined ? [] : [`only ${only.map(printable).join(', ')}`]),
    ...(interrupted === undefined ? [] : [`ended early: ${printable(interrupted).replace(/\.$/, '')}`]),
  ]
}

function cellOf(cases: readonly CaseReport[]): GridCell {
  const executed = cases.filter(({ outcome }) => outcome !== 'not-applicable')
  const findings = byReason(cases).flatMap((found) =>
    findingGroups(found).map((group) => findingOf(group, executed, found[0]?.finding.known)),
  )
  const failed = new Set(findings.filter(({ outcome }) => outcome === 'fail').map(({ severity }) => severity))
  const worst = severities.find((each) => failed.has(each))
  const [first] = cases
  return {
    title: first?.title ?? '',
    sources: first?.sources ?? [],
    counts: countsOf(cases),
    ...(worst === undefined ? {} : { worst }),
    findings,
    passed: passedIn(cases),
  }
}

function passedIn(cases: readonly CaseReport[]): ReadonlyMap<string, number> {
  const checks = Map.groupBy(
    cases.flatMap(({ passed }) => passed),
    (check) => check,
  )
  return new Map([...checks].map(([check, all]) => [check, all.length]))
}

interface Reported extends Found {
  readonly finding: ReportedFinding
}

/** What a baseline knows stands apart from what it does not, and each of its reasons from the others. */
function byReason(cases: readonly CaseReport[]): readonly (readonly Reported[])[] {
  const found = cases.flatMap((report) => report.findings.map((finding) => ({ finding, report })))
  return [...Map.groupBy(found, ({ finding }) => JSON.stringify(finding.known ?? null)).values()]
}

function findingOf(
  { finding, checks, cases, evidence }: FindingGroup,
  executed: readonly CaseReport[],
  known: KnownFinding | undefined,
): GridFinding {
  return {
    checks,
    outcome: finding.outcome,
    severity: finding.severity,
    message: finding.message,
    cases: cases.map(({ id }) => id),
    spread: spreadOf(cases, executed).words,
    ...(known === undefined ? {} : { known }),
    evidence: evidenceLines(evidence, plain, evidenceWidth),
    reproduce: cases[0]?.reproduce ?? '',
  }
}
