import type { HeaderPair } from '../../src/fake-kit/dialect.ts'

/** One window of a plan's limits. */
interface LimitWindow {
  readonly usedPercent: number
  readonly minutes: number
}

/** Of an account that never runs out. Five hours and a week: james-6-23/codex2api#676. */
const primary: LimitWindow = { usedPercent: 12.5, minutes: 300 }
const secondary: LimitWindow = { usedPercent: 4, minutes: 10_080 }

export const planType = 'plus'

/** Of the first window. */
export const secondsToReset: number = secondsLeft(primary)

/** What is left of the plan, as the headers of a response say it. @param now seconds since 1970 */
export function limitHeaders(now: number): readonly HeaderPair[] {
  return [
    ['x-codex-active-limit', 'premium'],
    ['x-codex-plan-type', planType],
    ...windowHeaders('primary', primary, now),
    ...windowHeaders('secondary', secondary, now),
    ['x-codex-credits-has-credits', 'False'],
    ['x-codex-credits-unlimited', 'False'],
    ['x-codex-credits-balance', ''],
  ]
}

/** The same as the account's page of usage says it. @param now seconds since 1970 */
export function limitReport(now: number): object {
  return {
    plan_type: planType,
    rate_limit: {
      allowed: true,
      limit_reached: false,
      primary_window: windowReport(primary, now),
      secondary_window: windowReport(secondary, now),
    },
    credits: { has_credits: false, unlimited: false, balance: null },
  }
}

function windowHeaders(name: string, window: LimitWindow, now: number): readonly HeaderPair[] {
  const seconds = secondsLeft(window)
  return [
    [`x-codex-${name}-used-percent`, String(window.usedPercent)],
    [`x-codex-${name}-window-minutes`, String(window.minutes)],
    [`x-codex-${name}-reset-after-seconds`, String(seconds)],
    [`x-codex-${name}-reset-at`, String(now + seconds)],
  ]
}

function windowReport(window: LimitWindow, now: number): object {
  const seconds = secondsLeft(window)
  return {
    used_percent: window.usedPercent,
    limit_window_seconds: window.minutes * 60,
    reset_after_seconds: seconds,
    reset_at: now + seconds,
  }
}

/** Half of a window is always over. */
function secondsLeft({ minutes }: LimitWindow): number {
  return minutes * 30
}
