import { availableParallelism } from 'node:os'
import type { BridgeTable } from '../account/bridge-table.ts'
import { type JudgeAside, startJudgeAside } from '../scenario/aside/judge-aside.ts'
import { contractsRoot } from './package-root.ts'

/** The thread needs about a second before it can judge anything; a run of fewer cases is over by then. */
const fewCases = 150

/** A thread that judges beside the run, where there is a processor for it and enough to judge. */
export function judgeAsideFor(cases: readonly string[], tables: readonly BridgeTable[]): JudgeAside | undefined {
  if (availableParallelism() < 2 || cases.length < fewCases) return undefined
  return startJudgeAside({ contractsRoot, tables })
}
