import type { Ledger } from '../account/ledger.ts'
import type { Finding, Severity } from '../checks/finding.ts'

/**
 * `failed`: at least one finding. `untestable`: nothing failed, something could not be tested. `known`: all that was found is
 * in the baseline. `not-applicable`: the adapter declares a needed feature absent.
 */
export type CaseOutcome = 'passed' | 'failed' | 'untestable' | 'known' | 'not-applicable'

/** What a baseline says of a finding. */
export interface KnownFinding {
  readonly reason: string
  readonly link?: string
}

/** A finding, and what the baseline says of it where it lists it. */
export interface ReportedFinding extends Finding {
  readonly known?: KnownFinding
}

/** A line of a baseline that this run does not bear out. */
export interface StaleEntry {
  readonly scenario: string
  readonly check: string
  /** The executed cases in which the finding was expected, and was not made. Never empty. */
  readonly cases: readonly string[]
  readonly reason: string
}

/** The baseline of a run. */
export interface BaselineUse {
  readonly file: string
  /** Entries that speak of this version of the gateway. */
  readonly entries: number
  /** Entries that nobody has given a reason yet. */
  readonly unreviewed: number
  readonly stale: readonly StaleEntry[]
}

/** One exchange as it may be shown: canaries named by role. */
export interface ExchangeView {
  readonly id: string
  readonly hop: 'client' | 'upstream'
  /** `POST /v1/responses` */
  readonly request: string
  readonly requestHeaders: readonly (readonly [string, string])[]
  readonly requestBody: string
  readonly status?: number
  readonly replyHeaders?: readonly (readonly [string, string])[]
  readonly replyBody?: string
  /** How the reply's bytes came: one entry for each piece, before any content coding was undone. */
  readonly replyFrames?: readonly FrameView[]
}

/** A piece of a reply as it was written or arrived. */
export interface FrameView {
  /** Milliseconds since the request began. */
  readonly at: number
  /** Bytes in it. */
  readonly size: number
}

export interface CaseRelaxation {
  readonly rule: string
  readonly reason: string
}

export interface CaseReport {
  /** `bridge/internal-metadata[stream=true,metadata=absent]` */
  readonly id: string
  readonly scenario: string
  readonly title: string
  readonly why: string
  readonly sources: readonly string[]
  readonly severity: Severity
  /** `scenarios/bridge/internal-metadata.yaml` */
  readonly file: string
  readonly outcome: CaseOutcome
  /** How strict the provider's fake was; `real`, unless the scenario says otherwise. */
  readonly level: 'real' | 'schema' | 'observe'
  /** Rules of the provider that did not refuse in this case, by the will of the scenario. */
  readonly relaxations: readonly CaseRelaxation[]
  /** Of `not-applicable`: the features that the adapter lacks. */
  readonly lacks: readonly string[]
  readonly elapsedMs: number
  readonly findings: readonly ReportedFinding[]
  /** Ids of the checks that were made and passed. */
  readonly passed: readonly string[]
  readonly ledgers: readonly Ledger[]
  readonly exchanges: readonly ExchangeView[]
  /** One command that shows it again. */
  readonly reproduce: string
}

export interface RunCounts {
  readonly cases: number
  readonly passed: number
  readonly failed: number
  readonly untestable: number
  readonly known: number
  readonly notApplicable: number
}

/** A check as a report names it. */
export interface CheckView {
  readonly id: string
  /** What holds when it passes. */
  readonly title: string
  readonly severity: Severity
}

/** The result of a run. The JSON reporter writes it as it is; `schema` changes when a field changes its meaning. */
export interface RunReport {
  readonly schema: 'watertight/run-report/1'
  readonly version: string
  readonly gateway: { readonly id: string; readonly version: string; readonly defects: readonly string[] }
  readonly seed: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly elapsedMs: number
  readonly counts: RunCounts
  /** Every check that the run made, whether or not it found something. */
  readonly checks: readonly CheckView[]
  /** Findings that belong to no case, for example a provider call without any case's token or key. */
  readonly findings: readonly ReportedFinding[]
  readonly cases: readonly CaseReport[]
  /** Ctrl-C or a dying gateway ended the run early; the sentence says which. */
  readonly interrupted?: string
  readonly baseline?: BaselineUse
  /** Which part of all cases this run had: the second of four is `{ index: 2, of: 4 }`. */
  readonly shard?: { readonly index: number; readonly of: number }
  /** Patterns of scenarios and ids of cases that chose what was run. Absent: every case there was. */
  readonly only?: readonly string[]
}

/** Findings that no baseline lists. */
export function freshOf(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  return findings.filter(({ known }) => known === undefined)
}

/** `reference 0.1.0 with loses-stop` */
export function gatewayText(gateway: RunReport['gateway']): string {
  return `${gateway.id} ${gateway.version}${defectsText(gateway)}`
}

/** ` with loses-stop, loses-tools`; empty where no defect is switched on. */
export function defectsText({ defects }: RunReport['gateway']): string {
  return defects.length === 0 ? '' : ` with ${defects.join(', ')}`
}

export function countsOf(cases: readonly CaseReport[]): RunCounts {
  const count = (outcome: CaseOutcome) => cases.filter((each) => each.outcome === outcome).length
  return {
    cases: cases.length,
    passed: count('passed'),
    failed: count('failed'),
    untestable: count('untestable'),
    known: count('known'),
    notApplicable: count('not-applicable'),
  }
}

/** What of the suite a run has; nothing where it has all of it. */
export type SuitePart = Pick<RunReport, 'shard' | 'only'>
