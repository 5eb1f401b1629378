import type { Operation, Refusal } from '../contract/contract.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { HeaderPair, IdKind, ReplyMoment } from './dialect.ts'
import type { SentFiles } from './read-body.ts'
import type { Turn, TurnRaw } from './turn.ts'

/** One accepted request, as a handler sees it. */
export interface Call extends ReplyMoment {
  readonly provider: ProviderId
  readonly operation: Operation
  /** Of the path template: `{ response_id: 'resp_…' }`. */
  readonly params: Readonly<Record<string, string>>
  /** Typed as the parameters are described, and no more certain than the body. */
  readonly query: Readonly<Record<string, unknown>>
  /** Of the request, as they came. */
  readonly headers: readonly HeaderPair[]
  /**
   * The parsed body; `undefined` when there was none. It is valid by the contract, unless a rule was relaxed or the
   * fake only observes, so it has to be narrowed before it is read.
   */
  readonly body: unknown
  /** What is in the files of a form, by the names of their fields. */
  readonly files: SentFiles
  /**
   * Makes another request of the same provider, as a batch does. It is judged and answered like any; no script speaks in it.
   * `undefined`: the answer is no JSON.
   */
  perform(method: string, path: string, body: unknown): PerformedReply | undefined
  /**
   * The scripted answer to this request, used up by the asking; `undefined` when nothing is scripted. What a handler refuses
   * by itself, it refuses before it asks.
   */
  nextTurn(): Turn | undefined
  id(kind: IdKind): string
  /** Letters and digits without meaning, for fields that the provider fills with noise. */
  noise(length: number): string
  /** Whether a rule that only the handler can apply, because it needs state, is in force. */
  enforces(rule: string): boolean
}

/** What a request that no client sent was answered with. */
export interface PerformedReply {
  readonly status: number
  readonly body: unknown
}

interface ReplyHeaders {
  /** Of this reply alone; those of every reply are the dialect's. */
  readonly headers?: readonly HeaderPair[]
}

export interface JsonReply extends ReplyHeaders {
  readonly kind: 'json'
  readonly status: number
  readonly body: unknown
}

export interface StreamEvent {
  /** The `event:` line; most chat dialects have none. */
  readonly event?: string
  readonly data: unknown
}

export interface StreamReply extends ReplyHeaders {
  readonly kind: 'stream'
  readonly events: readonly StreamEvent[]
  /** Text of a last `data:` line that is no JSON: `[DONE]`. */
  readonly terminator?: string
}

/** What is in a file. */
export interface BytesReply extends ReplyHeaders {
  readonly kind: 'bytes'
  readonly status: number
  readonly contentType: string
  readonly content: Buffer
}

export interface ErrorReply {
  readonly kind: 'error'
  readonly refusal: Refusal
  /** Beside the dialect's. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Bytes of a script, which no handler gives. */
export interface RawReply {
  readonly kind: 'raw'
  readonly raw: TurnRaw
}

export type Reply = JsonReply | StreamReply | BytesReply | ErrorReply

/** What a provider does for one operation. It never touches the socket and has no clock or randomness of its own. */
export type OperationHandler = (call: Call) => Reply
