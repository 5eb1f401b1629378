/** What became of a field that the client sent. */
export type Fate =
  | 'carried'
  | 'altered'
  | 'dropped-as-configured'
  | 'dropped-with-signal'
  | 'refused'
  | 'lost'
  | 'served-by-gateway'
  | 'documented'

/** Where a field that arrived upstream came from. */
export type Origin = 'client' | 'route' | 'provider-required' | 'documented' | 'unaccounted'

/** One client field. Pointers are JSON pointers into the request bodies. */
export interface FateRow {
  readonly client: string
  readonly fate: Fate
  /** Where it arrived; several when it was split. */
  readonly upstream: readonly string[]
  readonly clientValue: string
  /** Of `altered`: what arrived instead. */
  readonly upstreamValue?: string
  /** The named transform or the reason. */
  readonly note?: string
}

/** One upstream field. */
export interface OriginRow {
  readonly upstream: string
  readonly origin: Origin
  /** The client fields it was made from. */
  readonly client: readonly string[]
  readonly value: string
  readonly note?: string
}

/** Both sides of one upstream request, to the leaves. */
export interface Ledger {
  /** Exchange ids. */
  readonly clientExchange: string
  /** Absent when the gateway made no upstream request. */
  readonly upstreamExchange?: string
  readonly fates: readonly FateRow[]
  readonly origins: readonly OriginRow[]
}
