/** What a limit counts. */
export type LimitedQuantity = 'requests' | 'tokens'

/** At most so many within any stretch of time of this length. */
export interface RateLimit {
  readonly of: LimitedQuantity
  readonly limit: number
  readonly windowMs: number
}

/** A limit as it stands at one moment. */
export interface LimitStanding extends RateLimit {
  readonly used: number
  /** Until everything that counts now counts no longer; 0 when nothing does. */
  readonly resetMs: number
}

/** The limit that a request goes beyond. */
export interface LimitExcess {
  readonly standing: LimitStanding
  readonly requested: number
  /** Until the request would be let through; `undefined`: it is more than the limit allows at all. */
  readonly retryMs: number | undefined
}

/** What a limiter says about one request. */
export interface LimitReading {
  /** In the order in which the limits were set; with the request, where it was let through. */
  readonly standings: readonly LimitStanding[]
  readonly excess: LimitExcess | undefined
}

/** What a request takes from each quantity. */
export type LimitCost = Readonly<Record<LimitedQuantity, number>>

/** Counts what was used within the last `windowMs`, use by use. Times are milliseconds since 1970. */
export interface SlidingWindow {
  standing(now: number): LimitStanding
  excess(requested: number, now: number): LimitExcess | undefined
  use(amount: number, now: number): void
}

interface Use {
  readonly at: number
  readonly amount: number
}

export function slidingWindow(limit: RateLimit): SlidingWindow {
  let uses: readonly Use[] = []
  const current = (now: number) => {
    uses = uses.filter(({ at }) => at > now - limit.windowMs)
    return uses
  }
  const endOf = ({ at }: Use, now: number) => at + limit.windowMs - now
  const standing = (now: number): LimitStanding => {
    const counted = current(now)
    const last = counted.at(-1)
    return { ...limit, used: sumOf(counted), resetMs: last === undefined ? 0 : endOf(last, now) }
  }
  return {
    standing,
    excess: (requested, now) => {
      const counted = current(now)
      let missing = sumOf(counted) + requested - limit.limit
      if (missing <= 0) return undefined
      const enough = counted.find(({ amount }) => {
        missing -= amount
        return missing <= 0
      })
      return { standing: standing(now), requested, retryMs: enough === undefined ? undefined : endOf(enough, now) }
    },
    use: (amount, now) => {
      if (amount > 0) uses = [...current(now), { at: now, amount }]
    },
  }
}

function sumOf(uses: readonly Use[]): number {
  return uses.reduce((sum, { amount }) => sum + amount, 0)
}
