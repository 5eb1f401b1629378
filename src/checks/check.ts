import type { Account } from '../account/account.ts'
import type { Ledger } from '../account/ledger.ts'
import type { Exchange } from '../capture/exchange.ts'
import type { CaseFacts, StepFacts, TargetFacts } from './facts.ts'
import type { Evidence, ProviderAnswer, Severity } from './finding.ts'

/** One upstream request with its account. */
export interface AccountedRequest {
  readonly step: StepFacts
  readonly client: Exchange
  readonly clientBody: unknown
  readonly upstream: Exchange
  readonly upstreamBody: unknown
  /** Where it went. */
  readonly target: TargetFacts
  readonly account: Account
  /** The same client request without the drop list, where that reached the provider. */
  readonly control: { readonly body: unknown; readonly ledger: Ledger } | undefined
}

/** What the checks of one case share, computed once. */
export interface Judgement {
  readonly facts: CaseFacts
  /** Every upstream request whose body, and whose client's body, are JSON. */
  readonly accounts: readonly AccountedRequest[]
}

/** One thing a check saw; it becomes a finding with the check's id and severity. */
export interface Observation {
  readonly message: string
  readonly evidence: readonly Evidence[]
  readonly answers?: readonly ProviderAnswer[]
}

/** `none`: this case has nothing the check could look at. */
export type CheckResult =
  | { readonly kind: 'none' }
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly observations: readonly Observation[] }
  | { readonly kind: 'untestable'; readonly message: string; readonly because?: string }

/** A rule with a stable id. Pure. */
export interface Check {
  readonly id: string
  /** What holds when it passes. */
  readonly title: string
  readonly severity: Severity
  judge(judgement: Judgement): CheckResult
}

/** Failed with these observations, passed without any. */
export function resultOf(observations: readonly Observation[]): CheckResult {
  return observations.length === 0 ? { kind: 'passed' } : { kind: 'failed', observations }
}
