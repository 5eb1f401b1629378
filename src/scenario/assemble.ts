import type { BridgeTable } from '../account/bridge-table.ts'
import { unattributed } from '../checks/calls.ts'
import type { Finding } from '../checks/finding.ts'
import { checks } from '../checks/index.ts'
import { scanLogs } from '../checks/logs.ts'
import type { ProviderContract } from '../contract/contract.ts'
import { type CaseReport, countsOf, type RunReport } from '../report/run-report.ts'
import { caseFacts, type ExchangeSource, type FactsContext } from './case-facts.ts'
import { type Driven, notApplicable, reportCase } from './case-report.ts'
import type { PlannedCase } from './planned.ts'
import type { RunOutcome, RunRecord } from './run-record.ts'

/** What does not come from the run: what this version knows of providers. */
export interface Knowledge {
  readonly contracts: ReadonlyMap<string, ProviderContract>
  readonly tables: readonly BridgeTable[]
}

export function factsContext(
  { profile, addresses }: Pick<RunRecord, 'profile' | 'addresses'>,
  { contracts, tables }: Knowledge,
): FactsContext {
  return { profile, addresses, contracts, tables }
}

/** The report of a run whose cases are judged. Pure. */
export function assembleReport(
  record: RunRecord,
  outcome: RunOutcome,
  reports: ReadonlyMap<string, CaseReport>,
  source: ExchangeSource,
): RunReport {
  const cases = record.cases.flatMap(({ planned, lacks }) =>
    lacks.length > 0 ? [notApplicable(planned, lacks, record.command)] : (reports.get(planned.id) ?? []),
  )
  return {
    schema: 'watertight/run-report/1',
    version: record.version,
    gateway: record.gateway,
    seed: record.seed,
    ...record.part,
    startedAt: record.startedAt,
    elapsedMs: outcome.elapsedMs,
    counts: countsOf(cases),
    checks: checks.map(({ id, title, severity }) => ({ id, title, severity })),
    findings: [
      ...strayCalls(source),
      ...scanLogs(
        outcome.logs,
        record.cases.flatMap(({ planned }) => planned.canaries),
      ),
    ],
    cases,
    ...(outcome.interrupted === undefined ? {} : { interrupted: outcome.interrupted }),
  }
}

/** Judges every case of a run from what was recorded. Pure: the report is the one that the run itself gave. */
export function judgeRun(
  record: RunRecord,
  outcome: RunOutcome | undefined,
  source: ExchangeSource,
  knowledge: Knowledge,
): RunReport {
  const context = factsContext(record, knowledge)
  const whole = outcome ?? unfinished(record)
  const judge = (planned: PlannedCase): CaseReport => {
    const driven = whole.driven[planned.id] ?? neverDriven
    return reportCase(planned, caseFacts(planned, source, context), driven, record.command)
  }
  const able = record.cases.filter(({ lacks }) => lacks.length === 0)
  return assembleReport(record, whole, new Map(able.map(({ planned }) => [planned.id, judge(planned)])), source)
}

const cutShort = 'the process ended before the run did'
const neverDriven: Driven = { elapsedMs: 0, stopped: cutShort }

/** What a run that was killed left behind: no case is known to have been driven to its end. */
function unfinished({ cases }: RunRecord): RunOutcome {
  const driven = Object.fromEntries(cases.map(({ planned }) => [planned.id, neverDriven]))
  return { elapsedMs: 0, driven, logs: '', exchanges: 0, interrupted: cutShort }
}

function strayCalls(source: ExchangeSource): Finding[] {
  return source
    .exchanges({ hop: 'upstream' })
    .filter(({ attribution }) => attribution === 'none')
    .map((exchange) => ({
      check: 'call/attributed',
      outcome: 'fail',
      severity: 'high',
      blame: 'gateway',
      ...unattributed(exchange),
    }))
}
