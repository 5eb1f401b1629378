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

/** One alias that clients may call, and the provider, surface and model it stands for. */
export interface ModelConfig {
  readonly alias: string
  readonly provider: ProviderId
  /** The provider surface to call; a chat request to a `responses` model is bridged. */
  readonly surface: Surface
  /** With the provider's version path, without a closing slash: `https://api.openai.com/v1`. */
  readonly baseUrl: string
  readonly apiKey: string
  readonly model: string
  /** Fields of the client's body that are never sent on: a top-level name or a path. See `drop-path.ts`. */
  readonly drop: readonly string[]
}

/**
 * What becomes of a client field that has no counterpart on the other side of a bridge: the request is refused by name,
 * or the field is left out and named in the reply header `x-gateway-dropped-params`.
 */
export type UnsupportedPolicy = 'refuse' | 'drop'
