import type { BridgeTable } from '../account/bridge-table.ts'
import { keepJournal } from '../capture/journal/sqlite.ts'
import { Journal } from '../capture/journal.ts'
import type { ProviderContract } from '../contract/contract.ts'
import { type Fault, throwFaults } from '../contract/fault.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { RunningFakes } from '../fake-kit/fakes.ts'
import type { GatewayAdapter, UpstreamPlan } from '../gateways/adapter.ts'
import type { Canary } from '../leak/canary.ts'
import type { Reporter } from '../report/reporter.ts'
import type { RunReport, SuitePart } from '../report/run-report.ts'
import type { JudgeAside } from './aside/judge-aside.ts'
import { assembleReport } from './assemble.ts'
import { tableFor } from './case-facts.ts'
import { notApplicable } from './case-report.ts'
import { fillScenario } from './cells.ts'
import { type DrivenRun, driveRun, planFor } from './drive-run.ts'
import { mintMasterKey } from './identity.ts'
import { rulesOf, sayableRulesOf } from './leniency.ts'
import { planCase } from './plan.ts'
import type { PlannedCase } from './planned.ts'
import { noteOutcome, noteRecord, type RecordedCase, type RunOutcome, type RunRecord } from './run-record.ts'
import type { Scenario } from './scenario.ts'
import { selectCases } from './select-cases.ts'

export interface RunOptions {
  readonly version: string
  readonly scenarios: readonly Scenario[]
  readonly adapter: GatewayAdapter
  readonly contracts: ReadonlyMap<ProviderId, ProviderContract>
  readonly tables: readonly BridgeTable[]
  /** Starts the fakes of all providers; keys not allowed by the run are refused. */
  startFakes(options: { readonly journal: Journal; readonly seed: string }): Promise<RunningFakes>
  /** The same seed gives the same names, keys and tokens. */
  readonly seed: string
  readonly concurrency: number
  /** Judges beside this thread what it has time for. It stays the caller's. */
  readonly judgeAside?: JudgeAside
  /** Ids of cases to run; all when absent. */
  readonly caseFilter?: readonly string[]
  /** What of the suite this is, for reports; all of it when absent. */
  readonly part?: SuitePart
  /** How to run again, without `--case`. */
  readonly command: string
  /** A SQLite file that keeps everything that is needed to judge the run again. */
  readonly journalFile?: string
  readonly signal: AbortSignal
  readonly reporter: Reporter
}

/** What is needed to know what a gateway has to be configured to. */
export type PlanOptions = Pick<
  RunOptions,
  'scenarios' | 'adapter' | 'contracts' | 'tables' | 'startFakes' | 'seed' | 'caseFilter'
>

/**
 * What the adapter would be started with in a run with these options. Nothing is sent, and nothing runs afterwards.
 * @throws Fault | Faults of scenarios, of the fakes' start, and E_CASE_UNKNOWN
 */
export async function planSuite(options: PlanOptions): Promise<UpstreamPlan> {
  const masterKey = mintMasterKey(options.seed)
  await using fakes = await options.startFakes({ journal: new Journal(), seed: options.seed })
  return planFor(ableCases(planAll(options, fakes, masterKey)), masterKey)
}

/**
 * Drives every case through one gateway and judges it. What was recorded when the run is stopped or the gateway dies is
 * judged and reported all the same.
 * @throws Fault | Faults of scenarios, of the gateway's start, of the journal's file, and E_CASE_UNKNOWN
 */
export async function runSuite(options: RunOptions): Promise<RunReport> {
  const started = { at: new Date(), clock: performance.now() }
  const masterKey = mintMasterKey(options.seed)
  await using fakes = await options.startFakes({ journal: new Journal(), seed: options.seed })
  const cases = planAll(options, fakes, masterKey)
  using kept = keptIn(options.journalFile, fakes.journal, started.at)
  announce(options, cases)
  const recordOf = (version: string, addresses: readonly Canary[]): RunRecord => {
    const record = recordWith(options, cases, { startedAt: started.at.toISOString(), version, addresses })
    if (kept.file) noteRecord(kept.file, record)
    return record
  }
  const able = ableCases(cases)
  const run: DrivenRun =
    able.length === 0
      ? notDriven(recordOf('not started', []))
      : await driveRun({ ...options, cases: able, fakes, masterKey, knowledge: options, recordOf })
  // From here to the end of the journal's file nothing waits: what is judged is what is kept.
  const outcome: RunOutcome = {
    elapsedMs: Math.round(performance.now() - started.clock),
    driven: run.driven,
    logs: run.logs,
    exchanges: fakes.journal.size().exchanges,
    ...(run.interrupted === undefined ? {} : { interrupted: run.interrupted }),
  }
  if (kept.file) noteOutcome(kept.file, outcome)
  const report = assembleReport(run.record, outcome, run.reports(), fakes.journal)
  options.reporter.end(report)
  // What a fake itself did wrong makes the run worthless, but what was recorded is reported first.
  throwFaults([...fakes.faults, ...kept.faults])
  return report
}

/** @throws Fault | Faults of scenarios, E_CASE_UNKNOWN, E_BRIDGE_TABLE_MISSING */
function planAll(options: PlanOptions, fakes: RunningFakes, masterKey: string): readonly RecordedCase[] {
  const { adapter, seed, tables } = options
  const filled = selectCases(options.scenarios.flatMap(fillScenario), options.caseFilter, ({ id }) => id)
  const rules = sayableRulesOf(fakes)
  const relaxable = rulesOf(fakes)
  const context = { seed, masterKey, features: adapter.features, baseUrl: fakes.baseUrl, rules, relaxable }
  return filled.map((each, index) => {
    const planned = planCase(each, index, context)
    const lacks = planned.needs.filter((need) => !adapter.features.has(need))
    const { route } = planned
    const upstreams = lacks.length > 0 ? [] : [route, ...route.fallbacks].map(({ upstream }) => upstream)
    for (const upstream of upstreams) tableFor(tables, route.client, upstream)
    return { planned, lacks }
  })
}

function ableCases(cases: readonly RecordedCase[]): readonly PlannedCase[] {
  return cases.filter(({ lacks }) => lacks.length === 0).map(({ planned }) => planned)
}

function announce({ adapter, command, reporter, scenarios }: RunOptions, cases: readonly RecordedCase[]): void {
  reporter.start?.({ cases: cases.length, scenarios: scenarios.length, gateway: adapter.id })
  for (const { planned, lacks } of cases) {
    if (lacks.length > 0) reporter.caseDone?.(notApplicable(planned, lacks, command))
  }
}

function recordWith(
  { adapter, command, part = {}, seed, version }: RunOptions,
  cases: readonly RecordedCase[],
  told: { readonly startedAt: string; readonly version: string; readonly addresses: readonly Canary[] },
): RunRecord {
  const gateway = { id: adapter.id, version: told.version, defects: adapter.defects ?? [] }
  const { startedAt, addresses } = told
  return { version, gateway, profile: adapter.profile, seed, startedAt, command, addresses, part, cases }
}

function notDriven(record: RunRecord): DrivenRun {
  return { record, driven: {}, logs: '', interrupted: undefined, reports: () => new Map() }
}

/** The file of the run's journal, where one is wanted, and what could not be written to it. */
function keptIn(path: string | undefined, journal: Journal, startedAt: Date) {
  const file = path === undefined ? undefined : keepJournal(path, journal, startedAt)
  const faults: Fault[] = []
  void file?.failed.then((fault) => faults.push(fault))
  return { file, faults, [Symbol.dispose]: () => file?.[Symbol.dispose]() }
}
