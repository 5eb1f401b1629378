import type { Exchange, Verdict } from '../exchange.ts'

/** Every member that is given has to fit. */
export interface ExchangeFilter {
  readonly token?: string
  readonly hop?: Exchange['hop']
  readonly step?: number
  readonly provider?: string
  readonly verdict?: Verdict['kind']
  /** Only what came after the exchange with this id, which need not be there any more. */
  readonly after?: string
}

export function fitsFilter(exchange: Exchange, filter: ExchangeFilter): boolean {
  return (
    (filter.token === undefined || exchange.token === filter.token) &&
    (filter.hop === undefined || exchange.hop === filter.hop) &&
    (filter.step === undefined || exchange.step === filter.step) &&
    (filter.provider === undefined || exchange.provider === filter.provider) &&
    (filter.verdict === undefined || exchange.verdict?.kind === filter.verdict) &&
    (filter.after === undefined || orderOf(exchange.id) > orderOf(filter.after))
  )
}

/** Both hops count together: `u7` came after `c6`. */
export function orderOf(id: string): number {
  return Number(id.slice(1))
}

/** How far an exchange has come. */
interface Progress {
  readonly failure?: Exchange['failure']
  readonly reply?: Exchange['reply']
}

/** Nothing more will be recorded of it. */
export function isOver({ failure, reply }: Progress): boolean {
  return failure !== undefined || (reply !== undefined && reply.end !== 'pending')
}
