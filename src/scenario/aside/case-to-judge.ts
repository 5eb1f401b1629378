import type { Exchange } from '../../capture/exchange.ts'
import type { CaseReport } from '../../report/run-report.ts'
import { factsContext, type Knowledge } from '../assemble.ts'
import { caseFacts, type ExchangeSource } from '../case-facts.ts'
import { type Driven, reportCase } from '../case-report.ts'
import { sourceOf } from '../exchange-source.ts'
import type { PlannedCase } from '../planned.ts'
import type { RunRecord } from '../run-record.ts'
import { targetsOf, waysOf } from '../targets.ts'

/** What the judgements of a run share. Plain data. */
export type JudgedRun = Pick<RunRecord, 'profile' | 'addresses' | 'command'>

/** A driven case with all that was recorded of it. Plain data. */
export interface CaseToJudge {
  readonly planned: PlannedCase
  readonly driven: Driven
  readonly exchanges: readonly Exchange[]
}

/** What a journal holds of a case now. */
export function exchangesOf(planned: PlannedCase, source: ExchangeSource): readonly Exchange[] {
  const tokens = waysOf(planned)
    .flatMap(targetsOf)
    .map(({ token }) => token)
  return tokens.flatMap((token) => source.exchanges({ token }))
}

/** Pure: the same case gives the same report, on whatever thread. */
export function judgeOne(
  { planned, driven, exchanges }: CaseToJudge,
  run: JudgedRun,
  knowledge: Knowledge,
): CaseReport {
  const facts = caseFacts(planned, sourceOf(exchanges), factsContext(run, knowledge))
  return reportCase(planned, facts, driven, run.command)
}
