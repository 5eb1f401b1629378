import type { HeaderPair, ReplyMoment } from '../../src/fake-kit/dialect.ts'
import type { LimitStanding } from '../../src/fake-kit/rate-limit.ts'
import { wholeSeconds } from '../retry-headers.ts'

/** One window of a plan's limits. */
interface LimitWindow {
  readonly usedPercent: number
  readonly minutes: number
  readonly secondsLeft: number
}

/** Of an account that never runs out, with half of each window over. Five hours and a week: james-6-23/codex2api#676. */
const unlimited: readonly LimitWindow[] = [
  { usedPercent: 12.5, minutes: 300, secondsLeft: 9000 },
  { usedPercent: 4, minutes: 10_080, secondsLeft: 302_400 },
]

export const planType = 'plus'

/** The first two limits are the plan's first and second window. */
function windowsOf({ limits }: ReplyMoment): readonly LimitWindow[] {
  return limits === undefined ? unlimited : limits.standings.slice(0, 2).map(windowOf)
}

function windowOf({ used, limit, windowMs, resetMs }: LimitStanding): LimitWindow {
  return {
    usedPercent: Math.min(100, Math.round((1000 * used) / limit) / 10),
    minutes: Math.ceil(windowMs / 60_000),
    secondsLeft: wholeSeconds(resetMs),
  }
}

/** Until a plan that is used up can be used again. */
export function secondsToReset({ limits }: ReplyMoment): number {
  const { excess } = limits ?? {}
  const [primary] = unlimited
  if (excess === undefined) return primary?.secondsLeft ?? 0
  return wholeSeconds(excess.retryMs ?? excess.standing.windowMs)
}

/** What is left of the plan, as the headers of a response say it. */
export function limitHeaders(moment: ReplyMoment): readonly HeaderPair[] {
  const [primary, secondary] = windowsOf(moment)
  return [
    ['x-codex-active-limit', 'premium'],
    ['x-codex-plan-type', planType],
    ...windowHeaders('primary', primary, moment),
    ...windowHeaders('secondary', secondary, moment),
    ['x-codex-credits-has-credits', 'False'],
    ['x-codex-credits-unlimited', 'False'],
    ['x-codex-credits-balance', ''],
  ]
}

/** The same as the account's page of usage says it. */
export function limitReport(moment: ReplyMoment): object {
  const windows = windowsOf(moment)
  const [primary, secondary] = windows
  const isReached = windows.some(({ usedPercent }) => usedPercent >= 100)
  return {
    plan_type: planType,
    rate_limit: {
      allowed: !isReached,
      limit_reached: isReached,
      primary_window: windowReport(primary, moment),
      secondary_window: windowReport(secondary, moment),
    },
    credits: { has_credits: false, unlimited: false, balance: null },
  }
}

function windowHeaders(name: string, window: LimitWindow | undefined, { now }: ReplyMoment): readonly HeaderPair[] {
  if (window === undefined) return []
  const { usedPercent, minutes, secondsLeft } = window
  return [
    [`x-codex-${name}-used-percent`, String(usedPercent)],
    [`x-codex-${name}-window-minutes`, String(minutes)],
    [`x-codex-${name}-reset-after-seconds`, String(secondsLeft)],
    [`x-codex-${name}-reset-at`, String(now + secondsLeft)],
  ]
}

function windowReport(window: LimitWindow | undefined, { now }: ReplyMoment): object | null {
  if (window === undefined) return null
  const { usedPercent, minutes, secondsLeft } = window
  return {
    used_percent: usedPercent,
    limit_window_seconds: minutes * 60,
    reset_after_seconds: secondsLeft,
    reset_at: now + secondsLeft,
  }
}
