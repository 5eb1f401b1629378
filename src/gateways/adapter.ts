import type { ProviderId, Surface } from '../contract/surface.ts'

/** What a gateway can do. A case that needs a feature its adapter does not claim is `not-applicable`. */
export type Feature =
  | `surface:${Surface}`
  | `provider:${ProviderId}`
  | `bridge:${Surface}--${Surface}`
  | 'stream'
  | 'drop:name'
  | 'drop:path'
  | 'virtual-users'
  | 'retries'
  | 'fallback'
  | 'route-defaults'
  | 'forward-headers'

/** Where a call may go: one provider, with its own address and key. */
export interface PlannedTarget {
  readonly provider: ProviderId
  /** The provider surface the gateway has to call. */
  readonly upstream: Surface
  /** The provider's model name; of Azure OpenAI the deployment. */
  readonly model: string
  /** With the case's token segment and the provider's version path: `http://127.0.0.1:4010/~t1/v1`. */
  readonly baseUrl: string
  readonly apiKey: string
  /** Of Azure OpenAI: the dated `api-version`. Absent: the `/openai/v1` paths, which need none. */
  readonly apiVersion?: string
  /** Of Codex: the ChatGPT account that the key belongs to. */
  readonly accountId?: string
}

/** One model alias of the gateway, configured to one provider and surface. */
export interface PlannedRoute extends PlannedTarget {
  /** What the client sends as `model`. */
  readonly alias: string
  /** The surface the client will use; differs from `upstream` on a bridged route. */
  readonly client: Surface
  /** Fields to drop, in the client's terms: a name (`stop`) or a path (`tools[*].function.strict`). */
  readonly drop: readonly string[]
  /** Fields that the operator adds where the client sent none, in the client's terms. */
  readonly defaults: Readonly<Record<string, unknown>>
  /** Names of client headers that go on to the provider, lower case. */
  readonly forwardHeaders: readonly string[]
  /** How often a call is sent again to the same target after a failure that may pass: 429, 5xx, no connection. */
  readonly retries: number
  /** Tried in this order when the call's own target keeps failing. */
  readonly fallbacks: readonly PlannedTarget[]
}

/** A client of the gateway with an identity that must not reach a provider. */
export interface VirtualUser {
  readonly key: string
  readonly userId: string
  readonly email: string
  readonly teamId: string
  readonly teamAlias: string
  readonly orgId: string
  readonly keyAlias: string
  readonly endUserId: string
}

export interface UpstreamPlan {
  readonly routes: readonly PlannedRoute[]
  readonly users: readonly VirtualUser[]
  /** The operator's key: may call every route, has no identity. */
  readonly masterKey: string
}

/** A place where the gateway's documentation says it adds, drops or changes something. Shown in the ledger, never hidden. */
export interface DocumentedFate {
  /** Client or upstream pointer; `*` stands for one step. */
  readonly field: string
  readonly kind: 'addition' | 'drop' | 'alteration'
  readonly surfaces?: { readonly client: Surface; readonly upstream: Surface }
  readonly reason: string
  readonly link: string
}

/** A reply header in which the gateway's documentation says that it shows its client something of its inside. */
export interface DocumentedExposure {
  /** Lower case. */
  readonly header: string
  /** Roles of canaries, for example `provider-url`. */
  readonly roles: readonly string[]
  readonly reason: string
  readonly link: string
}

/** A header of the client that the gateway's documentation says it passes on to the provider, whatever the route says. */
export interface DocumentedForward {
  /** Lower case; `*`: all of them. */
  readonly header: string
  readonly reason: string
  readonly link: string
}

export interface Profile {
  readonly documented: readonly DocumentedFate[]
  readonly exposures?: readonly DocumentedExposure[]
  readonly forwards?: readonly DocumentedForward[]
  /** How the gateway tells its client that it dropped a field: a reply header listing names. Absent: it never does. */
  readonly dropSignalHeader?: string
}

export interface Endpoint {
  /** `http://127.0.0.1:4000/v1/chat/completions` */
  readonly url: string
  /** Sent with every request, besides the client's own. */
  readonly headers: Readonly<Record<string, string>>
  /** What the client sends as `model`, where that is neither the alias alone nor the provider's model. */
  readonly model?: string
}

export interface StartedGateway extends AsyncDisposable {
  readonly version: string
  /** @param route the one that the request is for: behind a transparent gateway the address says so, and it has to be given */
  endpoint(surface: Surface, route?: PlannedRoute): Endpoint
  /** The gateway's own output so far; empty when it has none. Bounded: the oldest is dropped first. */
  logs(): string
  /** Resolves, with a sentence, if the gateway ends by itself; never rejects. */
  readonly died: Promise<string>
}

/**
 * How a client says which route it wants. `alias`: by the alias, with a key of the gateway. `transparent`: as it would say
 * it to the provider itself, by the provider's model and paths and with the provider's key.
 */
export type Addressing = 'alias' | 'transparent'

export interface GatewayAdapter {
  readonly id: string
  /** Default: `alias`. */
  readonly addressing?: Addressing
  /** It is started by somebody else, with what the plan of this run says: ports and seed are not left to chance. Default: false. */
  readonly runsAlready?: boolean
  readonly features: ReadonlySet<Feature>
  readonly profile: Profile
  /** Ids of the bugs that are switched on in it; reports name them. Default: none. */
  readonly defects?: readonly string[]
  /** @throws Fault E_GATEWAY_* when it cannot be found, started or reached, with the gateway's last lines. */
  start(plan: UpstreamPlan, signal: AbortSignal): Promise<StartedGateway>
}
