import type { Relaxation } from '../../capture/exchange.ts'
import type { ExchangeJson } from '../../capture/journal/exchange-json.ts'
import type { Dropped, ExchangeFilter } from '../../capture/journal.ts'
import type { Evidence } from '../../contract/contract.ts'
import type { FakeLevel } from '../fake.ts'
import type { LimitStanding, RateLimit } from '../rate-limit.ts'
import type { Turn } from '../turn.ts'

export interface Health {
  /** `faulty`: a fake did something wrong by itself, so that what it recorded proves nothing. */
  readonly status: 'ok' | 'faulty'
  /** Of Watertight. */
  readonly version: string
  readonly faults: readonly { readonly code: string; readonly message: string }[]
}

export interface ProviderStatus {
  readonly id: string
  readonly baseUrl: string
  readonly level: FakeLevel
  readonly operations: readonly OperationStatus[]
  readonly relaxed: readonly Relaxation[]
}

export interface LimitsRequest {
  /** These and no others; nothing counts towards them yet. Empty: none. */
  readonly limits: readonly RateLimit[]
}

export interface LimitsStatus {
  readonly limits: readonly RateLimit[]
  /** What counts towards them right now, for everybody who asked. */
  readonly standings: readonly StandingStatus[]
}

export interface StandingStatus extends LimitStanding {
  readonly case?: string
  /** Absent where all models share the limits. */
  readonly model?: string
}

export interface OperationStatus {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly surface?: string
}

export interface RuleStatus {
  readonly id: string
  readonly provider: string
  readonly title: string
  readonly evidence: readonly Evidence[]
  /** The reason why it does not refuse; absent while it is in force. */
  readonly relaxed?: string
}

export interface ScriptRequest {
  /** From 0, which is the default. */
  readonly step?: number
  /** Empty: the fake answers as if there were no script. */
  readonly turns: readonly Turn[]
}

/** Where a case is served, by provider. */
export type BaseUrls = Readonly<Record<string, string>>

export interface ScriptedCase {
  readonly token: string
  readonly step: number
  readonly turns: number
  readonly baseUrls: BaseUrls
}

/** How strict the fakes are with a case, where that is not how strict they are with all. */
export interface CaseStrictnessStatus {
  readonly token: string
  /** That of each provider when absent. */
  readonly level?: FakeLevel
  readonly relaxed: readonly Relaxation[]
  readonly baseUrls: BaseUrls
}

export interface OpenedCase {
  readonly token: string
  /** Every provider accepts it, for this case alone. */
  readonly key: string
  readonly baseUrls: BaseUrls
}

/** Which exchanges; every member that is given has to fit. */
export interface JournalQuery extends Omit<ExchangeFilter, 'token' | 'step'> {
  readonly case?: string
  /** At most so many; 100 when absent. */
  readonly limit?: number
}

export interface WaitQuery extends JournalQuery {
  /** How many finished exchanges to wait for; 1 when absent. */
  readonly count?: number
  /** Milliseconds; 5000 when absent. */
  readonly timeout?: number
}

export interface JournalPage {
  readonly exchanges: readonly ExchangeJson[]
  /** What `after` has to be for the next page; null on the last. */
  readonly next: string | null
  /** What the journal has lost of this case, or of all, to stay within its byte budget. */
  readonly dropped: Dropped
}

/** Which refused requests. */
export interface ViolationsQuery {
  readonly case?: string
  /** At most so many; 20 when absent. */
  readonly limit?: number
}

/** One request that was refused, or would have been by a fake that does not only observe. */
export interface RefusedRequest {
  /** Id of the exchange. */
  readonly exchange: string
  readonly case?: string
  readonly provider?: string
  readonly operation?: string
  /** Method and target. */
  readonly request: string
  readonly rule: string
  readonly status: number
  /** The provider's words. */
  readonly message: string
  readonly pointer?: string
  readonly hint?: string
  /** Whether the refusal was the answer. */
  readonly answered: boolean
}

/** Why the control port says no. */
export interface Problem {
  readonly title: string
  readonly status: number
  /** Stable, begins with `E_`. */
  readonly code: string
  readonly hint?: string
  readonly errors?: readonly ProblemError[]
  /** What may stand where the mistake is. */
  readonly allowed?: readonly string[]
}

export interface ProblemError {
  /** A JSON pointer into the body, or the name of a parameter. */
  readonly at: string
  readonly message: string
}
