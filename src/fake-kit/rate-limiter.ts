import {
  type LimitCost,
  type LimitReading,
  type LimitStanding,
  type RateLimit,
  type SlidingWindow,
  slidingWindow,
} from './rate-limit.ts'

/** Who shares the windows of a provider: every case is an account of its own, at some providers every model as well. */
export interface LimitScope {
  readonly token: string | undefined
  /** `undefined`: all models share them. */
  readonly model: string | undefined
}

export interface ScopedStandings {
  readonly scope: LimitScope
  readonly standings: readonly LimitStanding[]
}

/** The rate limits of one provider. Without any, nothing is counted. */
export interface RateLimiter {
  readonly limits: readonly RateLimit[]
  /** From now on these and no others; nothing counts yet. */
  set(limits: readonly RateLimit[]): void
  /** Counts the cost, unless that exceeds a limit. `undefined` without limits. @param now milliseconds since 1970 */
  ask(scope: LimitScope, cost: LimitCost, now: number): LimitReading | undefined
  /** Of everybody for whom something was counted. */
  standings(now: number): readonly ScopedStandings[]
}

interface Account {
  readonly scope: LimitScope
  readonly windows: readonly (readonly [RateLimit, SlidingWindow])[]
}

export function createRateLimiter(atStart: readonly RateLimit[] = []): RateLimiter {
  const accounts = new Map<string, Account>()
  let limits = atStart
  const accountOf = (scope: LimitScope): Account => {
    const id = JSON.stringify([scope.token, scope.model])
    const account = accounts.get(id) ?? {
      scope,
      windows: limits.map((limit) => [limit, slidingWindow(limit)] as const),
    }
    accounts.set(id, account)
    return account
  }
  const standingsOf = ({ windows }: Account, now: number) => windows.map(([, window]) => window.standing(now))
  return {
    get limits() {
      return limits
    },
    set: (next) => {
      limits = next
      accounts.clear()
    },
    ask: (scope, cost, now) => {
      if (limits.length === 0) return undefined
      const account = accountOf(scope)
      for (const [{ of }, window] of account.windows) {
        const excess = window.excess(cost[of], now)
        if (excess !== undefined) return { standings: standingsOf(account, now), excess }
      }
      for (const [{ of }, window] of account.windows) window.use(cost[of], now)
      return { standings: standingsOf(account, now), excess: undefined }
    },
    standings: (now) =>
      [...accounts.values()].map((account) => ({ scope: account.scope, standings: standingsOf(account, now) })),
  }
}
