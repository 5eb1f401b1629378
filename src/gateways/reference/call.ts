import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { Surface } from '../../contract/surface.ts'
import type { GatewayConfig, GatewayUser, ModelConfig } from './config.ts'
import type { DropPath } from './drop-path.ts'
import type { JsonObject } from './json.ts'
import type { GatewayRefusal } from './refusal.ts'

/** A configured gateway, ready to serve. */
export interface Gateway {
  readonly config: GatewayConfig
  /** By the SHA-256 of their key, in hex: a look-up whose time tells nothing about the keys. */
  readonly callers: ReadonlyMap<string, Caller>
  /** By alias. */
  readonly routes: ReadonlyMap<string, Route>
  /** The connections to the providers. */
  readonly dispatcher: Dispatcher
  readonly pause: Pause
  /** Writes a line to the gateway's own output. */
  readonly log: (line: string) => void
}

/** Resolves after so many milliseconds, or as soon as the signal is aborted. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>

export interface Caller {
  readonly keyHash: string
  /** Absent for the operator's master key. */
  readonly user: GatewayUser | undefined
}

/** A configured model. While a fallback is tried, its target stands in the place of the model's own. */
export interface Route extends ModelConfig {
  readonly dropPaths: readonly DropPath[]
}

/** A client's request as it came. */
export interface ClientRequest {
  readonly gateway: Gateway
  /** The gateway's own address as the client used it: `http://127.0.0.1:4000/v1/chat/completions`. */
  readonly url: string
  /** The client's IP address. */
  readonly peer: string
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal
}

/** A call of a model. The types below are the same call, each knowing what one more stage found out. */
export interface Arrival extends ClientRequest {
  readonly surface: Surface
}

export interface KnownCall extends Arrival {
  readonly caller: Caller
}

export interface RoutedCall extends KnownCall {
  readonly route: Route
  /** The body as the client sent it. */
  readonly asked: JsonObject
  /** What of it is to be sent on, still in the client's terms. */
  readonly body: JsonObject
}

export interface TranslatedCall extends RoutedCall {
  /** The body in the terms of the provider's surface. */
  readonly sent: JsonObject
  /** Fields that were left out because they have no counterpart, in the client's terms. */
  readonly dropped: readonly string[]
}

export interface AddressedCall extends TranslatedCall {
  readonly target: { readonly url: string; readonly headers: Readonly<Record<string, string | string[]>> }
}

export interface AnsweredCall extends AddressedCall {
  readonly reply: ProviderReply
}

/** What came of one attempt: the provider's reply, whatever its status, or the reason why there is none. */
export type Outcome =
  | { readonly kind: 'answered'; readonly call: AnsweredCall }
  | { readonly kind: 'unanswered'; readonly refusal: GatewayRefusal }

export interface ProviderReply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Bytes, content codings undone, in the pieces they come in. Fails when the connection is cut. */
  readonly body: Readable
}

export interface ClientReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Pieces are written as they come; one that fails cuts the client's connection. */
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>
}

export function isBridged(call: RoutedCall): boolean {
  return call.surface !== call.route.surface
}

/** Whether the client wants a stream, whatever the provider is asked for. */
export function wantsStream(call: RoutedCall): boolean {
  return call.body['stream'] === true
}
