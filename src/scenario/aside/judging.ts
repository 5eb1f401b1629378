import { setImmediate as breath } from 'node:timers/promises'
import type { CaseReport } from '../../report/run-report.ts'
import type { CaseToJudge } from './case-to-judge.ts'
import type { JudgeAside } from './judge-aside.ts'

/** Judges cases while others are driven. */
export interface Judging {
  /** @throws what a judgement on this thread, or whoever was told of one, has thrown */
  add(one: CaseToJudge): void
  /** When nothing is driven any more. @throws as `add` */
  finish(): Promise<ReadonlyMap<string, CaseReport>>
}

export interface JudgingOptions {
  readonly aside: JudgeAside | undefined
  /** Judges on this thread. */
  here(one: CaseToJudge): CaseReport
  /** Told of each, in the order in which they are judged. */
  done(report: CaseReport): void
}

/** So that the other thread never waits for work, and what it has not begun with can still be judged here. */
const mostAside = 4

/**
 * As long as cases are driven this thread is the busy one: all judging is left to the other, and waits for it. Then both
 * take what is left, this one from the end. Without another thread each case is judged at once.
 */
export function judgingOf({ aside, here, done }: JudgingOptions): Judging {
  const queue: CaseToJudge[] = []
  const under = new Set<Promise<void>>()
  const reports = new Map<string, CaseReport>()
  const failures: unknown[] = []
  let isUp = false
  let isAlone = aside === undefined
  const settle = (one: CaseToJudge, report?: CaseReport) => {
    try {
      const judged = report ?? here(one)
      reports.set(judged.id, judged)
      done(judged)
    } catch (failure) {
      failures.push(failure)
    }
  }
  const throwFirst = () => {
    if (failures.length > 0) throw failures[0]
  }
  const feed = () => {
    while (aside && isUp && under.size < mostAside) {
      const one = queue.shift()
      if (one === undefined) return
      const asked = aside.judge(one).catch(() => undefined)
      const judged = asked.then((report) => {
        under.delete(judged)
        settle(one, report)
        feed()
      })
      under.add(judged)
    }
  }
  void aside?.ready.then((cameUp) => {
    isUp = cameUp
    isAlone = !cameUp
    feed()
  })
  return {
    add: (one) => {
      if (isAlone) settle(one)
      else queue.push(one)
      feed()
      throwFirst()
    },
    finish: async () => {
      for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
        settle(one)
        // What comes from the other thread is taken, and it is sent more.
        await breath()
      }
      await Promise.all(under)
      throwFirst()
      return reports
    },
  }
}
