import type { HeaderPair } from '../capture/exchange.ts'
import type { Operation, Refusal } from '../contract/contract.ts'
import type { IdFormat } from './ids.ts'
import type { LimitExcess, LimitReading } from './rate-limit.ts'

// What a dialect works with, so that a fake needs to know the kit alone.
export { headerOf } from '../capture/body.ts'
export type { HeaderPair } from '../capture/exchange.ts'

/** What a provider gives identifiers to. */
export type IdKind =
  | 'request'
  | 'completion'
  | 'response'
  | 'message'
  | 'function-call'
  | 'custom-call'
  | 'tool-call'
  | 'compaction'

/** What an operation takes a body as. */
export type BodyType = 'application/json' | 'multipart/form-data'

/** How a provider says no to what a contract cannot describe: the path, the credential, the bytes. */
export interface DialectRefusals {
  unknownPath(method: string, path: string): Refusal
  unknownMethod(method: string, path: string, allowed: readonly string[]): Refusal
  missingKey(): Refusal
  wrongKey(key: string, headers: readonly HeaderPair[]): Refusal
  /** @param contentType the media type without parameters; empty when the header is absent */
  contentType(contentType: string, wanted: BodyType): Refusal
  /** Not JSON, not a form, not UTF-8, or not what its content-encoding says. */
  malformedBody(why: string, wanted: BodyType): Refusal
  tooLarge(limitBytes: number, readBytes: number): Refusal
  rateLimited(excess: LimitExcess, asked: AskedModel): Refusal
  /** A WebSocket handshake, which no fake accepts. */
  upgrade(): Refusal
  /** The request is not HTTP. */
  malformedHttp(why: string): Refusal
  /** The fake itself is at fault. */
  fault(message: string): Refusal
}

/** What a request says before its body. */
export interface Visit {
  readonly operation: Operation
  /** Of the path template. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

/** What a request that goes beyond a limit is about. */
export interface AskedModel {
  readonly visit: Visit
  /** As the engine is told it; empty when the body names none. */
  readonly model: string
}

/** What a provider puts in front of the engine that its contract describes. */
export interface FrontDoor {
  /** What it refuses of an address, in order: once the credential is right, before it looks at the body. */
  addressRefusals(visit: Visit): readonly Refusal[]
  /** What it refuses of a body because of the address, in order: before the engine judges it. */
  bodyRefusals(visit: Visit, body: unknown): readonly Refusal[]
  /** The body as the engine gets it. */
  engineBody(visit: Visit, body: unknown): unknown
}

/** How things stand while a reply is written. */
export interface ReplyMoment {
  /** Seconds since 1970, by the clock of the fakes. */
  readonly now: number
  /** `undefined`: the provider has no limits, or did not come to ask them. */
  readonly limits: LimitReading | undefined
}

/** An error reply that is no JSON. */
export interface ErrorPage {
  /** `undefined`: it comes without. */
  readonly contentType: string | undefined
  readonly text: string
}

export interface ReplyFacts extends ReplyMoment {
  readonly status: number
  /** What the reply says no to. */
  readonly refusal: Refusal | undefined
  readonly requestId: string
  readonly processingMs: number
}

/** How a provider speaks, as a value. What it accepts is the contract's matter, what it does the handlers'. */
export interface Dialect {
  /** What a client's base URL ends with: `/v1`. */
  readonly versionPath: string
  readonly ids: Readonly<Record<IdKind, IdFormat>>
  /** The key that a request carries; `undefined` when it has none. */
  credential(headers: readonly HeaderPair[]): string | undefined
  readonly refusals: DialectRefusals
  /** Absent: a request goes to the engine as it comes. */
  readonly frontDoor?: FrontDoor
  /** The body of an error reply. */
  envelope(refusal: Refusal, moment: ReplyMoment): unknown
  /** What stands in place of the envelope, where somebody in front of the provider refuses. */
  page?(refusal: Refusal): ErrorPage | undefined
  /** Who shares the windows of its rate limits. */
  readonly limitsPer: 'model' | 'account'
  /** Streams come without a content-type. */
  readonly unlabelledStreams?: true
  /** The provider's own reply headers; the framing headers are the server's. */
  headers(facts: ReplyFacts): readonly HeaderPair[]
}
