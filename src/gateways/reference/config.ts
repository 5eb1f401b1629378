import type { ProviderId, Surface } from '../../contract/surface.ts'
import type { VirtualUser } from '../adapter.ts'

/** What an operator tells the gateway. `readGatewayConfig` makes it from a YAML file; a test may write it by hand. */
export interface GatewayConfig {
  readonly listen: { readonly host: string; readonly port: number }
  /** May call every model, has no identity. */
  readonly masterKey: string
  readonly users: readonly GatewayUser[]
  readonly models: readonly ModelConfig[]
  readonly onUnsupported: UnsupportedPolicy
}

/** A virtual key and whatever is known of the identity behind it. */
export type GatewayUser = Pick<VirtualUser, 'key'> & {
  readonly [Name in Exclude<keyof VirtualUser, 'key'>]?: VirtualUser[Name] | undefined
}

/** One provider, surface and model, with the address and the key of its own. */
export interface TargetConfig {
  readonly provider: ProviderId
  /** The provider surface to call; a request of another surface is bridged. */
  readonly surface: Surface
  /**
   * Without a closing slash. With the provider's version path (`https://api.openai.com/v1`); of Azure OpenAI the endpoint
   * alone, because each kind of call has a path of its own.
   */
  readonly baseUrl: string
  readonly apiKey: string
  /** Of Azure OpenAI: the deployment. */
  readonly model: string
  /** Of Azure OpenAI: the dated `api-version`. Absent: the v1 paths, which need none. */
  readonly apiVersion?: string
  /** Of Codex: the ChatGPT account that the key belongs to. */
  readonly accountId?: string
}

/** One alias that clients may call, and the target it stands for. */
export interface ModelConfig extends TargetConfig {
  readonly alias: string
  /** Fields of the client's body that are never sent on: a top-level name or a path. See `drop-path.ts`. */
  readonly drop: readonly string[]
  /** Top-level fields that are added where the client sent none, in the client's terms. */
  readonly defaults: Readonly<Record<string, unknown>>
  /** Names of client headers that go on to the provider, lower case. No credential and no framing: see `own-headers.ts`. */
  readonly forwardHeaders: readonly string[]
  /** How often a call is sent again to the same target after a failure that may pass. */
  readonly retries: number
  /** Tried in this order when the target keeps failing. */
  readonly fallbacks: readonly TargetConfig[]
}

/**
 * What becomes of a client field that has no counterpart on the other side of a bridge: the request is refused by name,
 * or the field is left out and named in the reply header `x-gateway-dropped-params`.
 */
export type UnsupportedPolicy = 'refuse' | 'drop'
