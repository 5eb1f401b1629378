import type { Leniency } from '../capture/exchange.ts'
import type { ReplyOutcome } from '../capture/reply-view/outcome.ts'
import type { BodyClaims, ExpectedReply } from '../checks/facts.ts'
import type { Severity } from '../checks/finding.ts'
import type { Surface } from '../contract/surface.ts'
import type { Turn } from '../fake-kit/turn.ts'
import type { Feature, PlannedRoute } from '../gateways/adapter.ts'
import type { Canary } from '../leak/canary.ts'
import type { Identity } from './identity.ts'

/** A route, and how the journal tells its targets apart. */
export interface PlannedWay {
  /** In the path of the route's base URL; the journal finds the case by it. */
  readonly token: string
  /** Those of the fallbacks, in their order. */
  readonly fallbackTokens: readonly string[]
  readonly route: PlannedRoute
}

/** What reports say of the scenario that a case comes from. */
export interface ScenarioHead {
  readonly id: string
  readonly title: string
  readonly why: string
  readonly sources: readonly string[]
  readonly severity: Severity
  /** As shown: `scenarios/bridge/stop.yaml` */
  readonly file: string
}

/** One cell of a scenario, ready to be driven through a gateway. Plain data: as JSON it is kept, and judged again. */
export interface PlannedCase extends PlannedWay {
  readonly id: string
  readonly scenario: ScenarioHead
  /** The same route without its drop list, for comparison. Only where there is a drop list. */
  readonly control: PlannedWay | undefined
  readonly identity: Identity
  readonly canaries: readonly Canary[]
  /** What the provider is made less strict in. */
  readonly leniency: Leniency
  /** What a gateway has to be able to do. */
  readonly needs: readonly Feature[]
  readonly steps: readonly PlannedStep[]
}

export interface PlannedStep {
  readonly surface: Surface
  readonly as: 'user' | 'operator'
  readonly headers: Readonly<Record<string, string>>
  /** The number of the first step that is sent with it: steps of the same group go side by side, groups one after the other. */
  readonly group: number
  /** Of steps that are sent side by side: a word in the body by which a provider request is known as this step's. */
  readonly marker: string | undefined
  /** Without `model`; may refer to earlier replies. */
  readonly body: Readonly<Record<string, unknown>>
  /** What the route's own target answers, call by call. */
  readonly turns: readonly Turn[]
  /** The same of each fallback. */
  readonly fallbackTurns: readonly (readonly Turn[])[]
  readonly reply: ExpectedReply
  readonly outcomes: readonly ReplyOutcome[]
  readonly statuses: readonly number[]
  readonly counts: readonly number[]
  readonly clientBody: BodyClaims
  readonly upstreamBody: BodyClaims
}
