import type { Exchange, Frame } from '../exchange.ts'

/** Everything of an exchange that is known when the request has been read in full. */
export type ExchangeOpening = Omit<Exchange, 'id' | 'startedAt' | 'reply' | 'verdict' | 'failure'>

/**
 * What is known of an exchange so far. What readers see is made when one asks: written out at every step it cost each
 * request five objects, four of them garbage, and most exchanges are dropped unread.
 */
export interface Entry {
  readonly opening: ExchangeOpening
  readonly id: string
  readonly startedAt: number
  readonly frames: Frame[]
  verdict: Exchange['verdict']
  reply: Exchange['reply']
  failure: Exchange['failure']
  /** As a reader saw it last, if nothing has changed since. */
  seen: Exchange | undefined
  bytes: number
  isGone: boolean
}

export function newEntry(opening: ExchangeOpening, id: string, startedAt: number): Entry {
  return {
    opening,
    id,
    startedAt,
    frames: [],
    verdict: undefined,
    reply: undefined,
    failure: undefined,
    seen: undefined,
    bytes: 0,
    isGone: false,
  }
}

export function exchangeOf(entry: Entry): Exchange {
  const { opening, id, startedAt, verdict, reply, failure } = entry
  entry.seen ??= {
    ...opening,
    id,
    startedAt,
    ...(verdict === undefined ? {} : { verdict }),
    ...(reply === undefined ? {} : { reply }),
    ...(failure === undefined ? {} : { failure }),
  }
  return entry.seen
}
