import type { Turn } from './turn.ts'

interface Act {
  readonly step: number
  readonly turns: readonly Turn[]
  used: number
}

/** What the fakes say next, per case. */
export interface Script {
  /** From now on the case is at `step` and is answered with these turns, in order, then with the last again. */
  set(token: string, step: number, turns: readonly Turn[]): void
  /** The step under way; 0 for a case nobody scripted. */
  stepOf(token: string | undefined): number
  /** The turn of the next accepted request; `undefined` when nothing is scripted. */
  next(token: string | undefined): Turn | undefined
}

export function createScript(): Script {
  const acts = new Map<string, Act>()
  const actOf = (token: string | undefined) => (token === undefined ? undefined : acts.get(token))
  return {
    set: (token, step, turns) => {
      acts.set(token, { step, turns, used: 0 })
    },
    stepOf: (token) => actOf(token)?.step ?? 0,
    next: (token) => {
      const act = actOf(token)
      return act?.turns[Math.min(act.used++, act.turns.length - 1)]
    },
  }
}
