import type { Ledger } from '../account/ledger.ts'
import type { Finding, Severity } from '../checks/finding.ts'

/** `failed`: at least one finding. `untestable`: nothing failed, something could not be tested. `not-applicable`: the adapter declares a needed feature absent. */
export type CaseOutcome = 'passed' | 'failed' | 'untestable' | 'not-applicable'

/** One exchange as it may be shown: canaries named by role. */
export interface ExchangeView {
  readonly id: string
  readonly hop: 'client' | 'upstream'
  /** `POST /v1/responses` */
  readonly request: string
  readonly requestHeaders: readonly (readonly [string, string])[]
  readonly requestBody: string
  readonly status?: number
  readonly replyBody?: string
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
  readonly findings: readonly Finding[]
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
  readonly notApplicable: number
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
  /** Findings that belong to no case, for example a provider call without any case's token or key. */
  readonly findings: readonly Finding[]
  readonly cases: readonly CaseReport[]
  /** Ctrl-C or a dying gateway ended the run early; the sentence says which. */
  readonly interrupted?: string
}
