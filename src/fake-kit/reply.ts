import type { Operation, Refusal } from '../contract/contract.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { HeaderPair, IdKind, ReplyMoment } from './dialect.ts'
import type { Turn, TurnRaw } from './turn.ts'

/** One accepted request, as a handler sees it. */
export interface Call extends ReplyMoment {
  readonly provider: ProviderId
  readonly operation: Operation
  /** Of the path template: `{ response_id: 'resp_…' }`. */
  readonly params: Readonly<Record<string, string>>
  /** Of the request, as they came. */
  readonly headers: readonly HeaderPair[]
  /**
   * The parsed body; `undefined` when there was none. It is valid by the contract, unless a rule was relaxed or the
   * fake only observes, so it has to be narrowed before it is read.
   */
  readonly body: unknown
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

export type Reply = JsonReply | StreamReply | ErrorReply

/** What a provider does for one operation. It never touches the socket and has no clock or randomness of its own. */
export type OperationHandler = (call: Call) => Reply
