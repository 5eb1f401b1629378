import { type Evidence, type Finding, severities } from '../checks/finding.ts'
import { hasFaults } from './ledger-table.ts'
import { type CaseReport, type ExchangeView, freshOf, type RunReport } from './run-report.ts'

/** One piece of evidence with the exchange it names, when the report holds it. */
export interface PlacedEvidence {
  readonly evidence: Evidence
  readonly exchange: ExchangeView | undefined
}

/** The same finding in one or more cells of a scenario. */
export interface FindingGroup {
  /** As the first cell has it. */
  readonly finding: Finding
  /** Every check that says this for the same reason; one, unless the finding is `untestable`. */
  readonly checks: readonly string[]
  /** Empty for a finding that belongs to no case. */
  readonly cases: readonly CaseReport[]
  /** Each place once, whichever cells show it. */
  readonly evidence: readonly PlacedEvidence[]
}

/** Everything that was found in one scenario. */
export interface ScenarioGroup {
  /** A cell with the worst finding: its ledger and its command stand for the others. */
  readonly example: CaseReport
  /** Every cell that was executed, concerned or not. */
  readonly executed: readonly CaseReport[]
  /** Never empty. Failures before what could not be tested, each by severity. */
  readonly findings: readonly FindingGroup[]
}

/** A finding and the case that has it. */
export interface Found {
  readonly finding: Finding
  readonly report: CaseReport
}

/** Scenarios with findings that no baseline lists: failures first, then by severity, then in the order of the run. */
export function scenarioGroups(cases: readonly CaseReport[]): readonly ScenarioGroup[] {
  const groups: ScenarioGroup[] = []
  for (const cells of Map.groupBy(cases, ({ scenario }) => scenario).values()) {
    const findings = findingGroups(
      cells.flatMap((report) => freshOf(report.findings).map((finding) => ({ finding, report }))),
    )
    const example = mostTelling(findings[0]?.cases ?? [])
    if (example === undefined) continue
    groups.push({ example, executed: cells.filter(({ outcome }) => outcome !== 'not-applicable'), findings })
  }
  return groups.toSorted((a, b) => worst(a) - worst(b))
}

/** Of the cells that show the worst finding, the first with a ledger that shows a fault, else the first. */
function mostTelling(cases: readonly CaseReport[]): CaseReport | undefined {
  return cases.find(({ ledgers }) => ledgers.some(hasFaults)) ?? cases[0]
}

/** Findings that belong to no case, and that no baseline lists. */
export function outsideGroups({ findings }: RunReport): readonly FindingGroup[] {
  return freshOf(findings)
    .toSorted((a, b) => rank(a) - rank(b))
    .map((finding) => ({
      finding,
      checks: [finding.check],
      cases: [],
      evidence: finding.evidence.map((evidence) => ({ evidence, exchange: undefined })),
    }))
}

/** Each finding once, however many of these cases have it; failures first, by severity. */
export function findingGroups(found: readonly Found[]): readonly FindingGroup[] {
  const groups: FindingGroup[] = []
  for (const alike of Map.groupBy(found, ({ finding }) => sameness(finding)).values()) {
    const [first] = alike
    if (first === undefined) continue
    groups.push({
      finding: first.finding,
      checks: distinct(alike.map(({ finding }) => finding.check)),
      cases: distinct(alike.map(({ report }) => report)),
      evidence: distinctPlaces(alike.flatMap(placedEvidence)),
    })
  }
  return groups.toSorted((a, b) => rank(a.finding) - rank(b.finding))
}

/** What makes two findings one for a reader. Checks that could not be made for one reason are told together. */
function sameness({ outcome, check, because, message, blame }: Finding): string {
  return JSON.stringify(outcome === 'untestable' ? [because ?? null, message, blame] : [check, message, blame])
}

function placedEvidence({ finding, report }: Found): readonly PlacedEvidence[] {
  return finding.evidence.map((evidence) => ({
    evidence,
    exchange: exchangeOf(report, evidence),
  }))
}

/** Without the segment that tells cases apart, which is no part of the provider's path. */
function exchangeOf({ exchanges }: CaseReport, { exchange: wanted }: Evidence): ExchangeView | undefined {
  const found = exchanges.find(({ id }) => id === wanted)
  return found && { ...found, request: found.request.replace(/ \/~[^/]*/, ' ') }
}

function distinctPlaces(all: readonly PlacedEvidence[]): readonly PlacedEvidence[] {
  const byPlace = new Map<string, PlacedEvidence>()
  for (const placed of all) {
    const { hop, part, at, role, forms } = placed.evidence
    const key = JSON.stringify([placed.exchange?.request, placed.exchange?.status, hop, part, at, role, forms])
    if (!byPlace.has(key)) byPlace.set(key, placed)
  }
  return [...byPlace.values()]
}

function worst({ findings }: ScenarioGroup): number {
  return Math.min(...findings.map(({ finding }) => rank(finding)))
}

/** Smaller is to be told earlier: failures before what could not be tested, each by severity. */
export function rank({ outcome, severity }: Pick<Finding, 'outcome' | 'severity'>): number {
  return severities.indexOf(severity) + (outcome === 'untestable' ? severities.length : 0)
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)]
}
