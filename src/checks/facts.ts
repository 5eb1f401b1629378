import type { DocumentedField } from '../account/account.ts'
import type { BridgeTable } from '../account/bridge-table.ts'
import type { FieldPath } from '../account/field-path.ts'
import type { Exchange } from '../capture/exchange.ts'
import type { ReplyOutcome } from '../capture/reply-view/outcome.ts'
import type { ProviderContract } from '../contract/contract.ts'
import type { ProviderId, Surface } from '../contract/surface.ts'
import type { Canary } from '../leak/canary.ts'

/** What the provider's scripted answer says, and so what the client has to read. */
export interface ExpectedReply {
  /** `undefined`: what the provider was recorded to say. */
  readonly text: string | undefined
  readonly toolCalls: readonly { readonly name: string; readonly arguments: string }[]
  readonly finish: 'stop' | 'tool-calls' | 'length' | 'content-filter'
}

/** A scenario's own claims about a body. Pointers are JSON pointers. */
export interface BodyClaims {
  readonly equals: readonly (readonly [pointer: string, value: unknown])[]
  readonly has: readonly string[]
  readonly lacks: readonly string[]
  readonly matches: Readonly<Record<string, unknown>> | undefined
}

/** Where a provider request may go: the route's own target, or one of its fallbacks. */
export interface TargetFacts {
  /** In the path of its base URL; an exchange that went there has it. */
  readonly token: string
  /** The same of the route without a drop list, where there is one. */
  readonly controlToken: string | undefined
  readonly provider: ProviderId
  readonly surface: Surface
  readonly model: string
  readonly apiKey: string
  /** Of Azure OpenAI; absent on the paths without a version. */
  readonly apiVersion: string | undefined
  /** Of Codex. */
  readonly accountId: string | undefined
  /** From the client's surface to this one's. */
  readonly table: BridgeTable
}

export interface StepFacts {
  /** From 0. */
  readonly index: number
  /** Absent when the run ended before it was sent. */
  readonly client: Exchange | undefined
  /** To all targets, in order of arrival; `targetOf` says to which. */
  readonly upstream: readonly Exchange[]
  /** The same request on a route without the drop list; empty when there is none. */
  readonly control: readonly Exchange[]
  readonly reply: ExpectedReply
  /** Any of these is what the client may see. `reply` is to be compared with `ok` alone. */
  readonly outcomes: readonly ReplyOutcome[]
  /** Any of these client statuses is right; empty: the status does not matter. */
  readonly statuses: readonly number[]
  /** Any of these numbers of upstream requests is right. */
  readonly counts: readonly number[]
  readonly clientBody: BodyClaims
  readonly upstreamBody: BodyClaims
}

/** Everything a judgement needs: plain values, no sockets, no clock, no files. */
export interface CaseFacts {
  /** This and the next three are of the route's own target. */
  readonly surfaces: { readonly client: Surface; readonly upstream: Surface }
  readonly provider: ProviderId
  readonly routeModel: string
  readonly providerKey: string
  /** The route's own first, then its fallbacks in order. Never empty. */
  readonly targets: readonly [TargetFacts, ...TargetFacts[]]
  /** What the operator adds where the client sent none, in the client's terms. */
  readonly defaults: Readonly<Record<string, unknown>>
  /** Client headers that are meant to go on to the provider, lower case: by the route's settings or the gateway's documentation. */
  readonly forwardHeaders: readonly string[]
  /** How often a call may be sent again to the same target. */
  readonly retries: number
  readonly drop: readonly FieldPath[]
  readonly steps: readonly StepFacts[]
  readonly canaries: readonly Canary[]
  readonly table: BridgeTable
  readonly documented: readonly DocumentedField[]
  readonly dropSignalHeader: string | undefined
  /** Reply headers in which the gateway's documentation says that it shows something of its inside. */
  readonly exposures: readonly { readonly header: string; readonly roles: readonly string[] }[]
  readonly contracts: ReadonlyMap<string, ProviderContract>
}

/** Where an upstream exchange went; the route's own target for one that no target of the case knows. */
export function targetOf({ targets }: CaseFacts, { token }: Exchange): TargetFacts {
  const found = targets.find(
    (target) => token !== undefined && (target.token === token || target.controlToken === token),
  )
  return found ?? targets[0]
}
