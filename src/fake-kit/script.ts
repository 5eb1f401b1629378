import type { Turn } from './turn.ts'

interface Act {
  readonly step: number
  readonly marker: string | undefined
  readonly turns: readonly Turn[]
  used: number
}

/** What the fakes say next, per case. */
export interface Script {
  /**
   * From now on the case is at `step` and is answered with these turns, in order, then with the last again. With a
   * marker that is so for requests with this text in their body, beside what was set before.
   */
  set(token: string, step: number, turns: readonly Turn[], marker?: string): void
  /** The step under way; 0 for a case nobody scripted. */
  stepOf(token: string | undefined, body: Buffer): number
  /** The turn of the next accepted request; `undefined` when nothing is scripted. */
  next(token: string | undefined, body: Buffer): Turn | undefined
}

export function createScript(): Script {
  const acts = new Map<string, readonly Act[]>()
  const actOf = (token: string | undefined, body: Buffer): Act | undefined => {
    const underWay = token === undefined ? undefined : acts.get(token)
    if (underWay === undefined || underWay.length < 2) return underWay?.[0]
    return underWay.findLast(({ marker }) => marker !== undefined && body.includes(marker)) ?? underWay[0]
  }
  return {
    set: (token, step, turns, marker) => {
      const act = { step, turns, marker, used: 0 }
      acts.set(token, marker === undefined ? [act] : [...(acts.get(token) ?? []), act])
    },
    stepOf: (token, body) => actOf(token, body)?.step ?? 0,
    next: (token, body) => {
      const act = actOf(token, body)
      return act?.turns[Math.min(act.used++, act.turns.length - 1)]
    },
  }
}
