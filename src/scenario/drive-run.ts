import type { Exchange } from '../capture/exchange.ts'
import type { RunningFakes } from '../fake-kit/fakes.ts'
import type { GatewayAdapter, StartedGateway, UpstreamPlan } from '../gateways/adapter.ts'
import type { Canary } from '../leak/canary.ts'
import type { Reporter } from '../report/reporter.ts'
import type { CaseReport } from '../report/run-report.ts'
import { addressCanaries } from './addresses.ts'
import { type CaseToJudge, exchangesOf, judgeOne } from './aside/case-to-judge.ts'
import type { JudgeAside } from './aside/judge-aside.ts'
import { judgingOf } from './aside/judging.ts'
import type { Knowledge } from './assemble.ts'
import type { Driven } from './case-report.ts'
import { driveCase } from './drive.ts'
import { hearOfEnd } from './hear-of-end.ts'
import { relaxFakes } from './leniency.ts'
import type { PlannedCase } from './planned.ts'
import type { RunRecord } from './run-record.ts'
import { stopperOf } from './stopper.ts'
import { targetsOf, waysOf } from './targets.ts'

export interface DriveRunOptions {
  /** Those that the gateway can take. Not empty. */
  readonly cases: readonly PlannedCase[]
  readonly fakes: RunningFakes
  readonly masterKey: string
  readonly adapter: GatewayAdapter
  readonly knowledge: Knowledge
  /** Judges while cases are driven; then both threads do. Absent: each case is judged here as it is over. */
  readonly judgeAside?: JudgeAside
  readonly concurrency: number
  readonly signal: AbortSignal
  readonly reporter: Reporter
  /** Told when the gateway is ready, before the first request. */
  recordOf(gatewayVersion: string, addresses: readonly Canary[]): RunRecord
}

export interface DrivenRun {
  readonly record: RunRecord
  readonly driven: Readonly<Record<string, Driven>>
  readonly logs: string
  readonly interrupted: string | undefined
  /** By case id. To be asked for once, when nothing can come any more. */
  reports(): ReadonlyMap<string, CaseReport>
}

/** Starts the gateway, drives every case through it while those that are over are judged, and stops the gateway. */
export async function driveRun(options: DriveRunOptions): Promise<DrivenRun> {
  const { adapter, cases, fakes, masterKey } = options
  for (const planned of cases) letIn(planned, fakes)
  await using gateway = await adapter.start(planFor(cases, masterKey), options.signal)
  options.reporter.gatewayReady?.(gateway.version)
  const record = options.recordOf(gateway.version, addressesOf(gateway, fakes, cases))
  const stop = stopperOf(gateway, options.signal)
  const { addressing = 'alias' } = adapter
  const context = { fakes, gateway, addressing, masterKey, signal: stop.signal }
  const { judgeAside: aside, knowledge, reporter } = options
  aside?.begin({ profile: record.profile, addresses: record.addresses, command: record.command })
  const judging = judgingOf({
    aside,
    here: (one) => judgeOne(one, record, knowledge),
    done: (report) => reporter.caseDone?.(report),
  })
  const drive = async (planned: PlannedCase): Promise<CaseToJudge> => {
    const from = performance.now()
    const obstacle = stop.signal.aborted ? undefined : await driveCase(planned, context)
    await hearOfEnd(gateway, exchangesOf(planned, fakes.journal))
    const stopped = stop.reason() ?? obstacle
    const driven = { elapsedMs: Math.round(performance.now() - from), ...(stopped === undefined ? {} : { stopped }) }
    const one = { planned, driven, exchanges: exchangesOf(planned, fakes.journal) }
    judging.add(one)
    return one
  }
  const done = await inPool(cases, options.concurrency, drive)
  const reports = await judging.finish()
  /** A provider request may come, or end, after its case was judged: a late retry, a queued copy. It counts. */
  const judgedAgain = ({ planned, driven, exchanges }: CaseToJudge): CaseReport => {
    const now = exchangesOf(planned, fakes.journal)
    const report = sameExchanges(exchanges, now) ? reports.get(planned.id) : undefined
    return report ?? judgeOne({ planned, driven, exchanges: now }, record, knowledge)
  }
  return {
    record,
    driven: Object.fromEntries(done.map(({ planned, driven }) => [planned.id, driven])),
    logs: gateway.logs(),
    interrupted: stop.reason(),
    reports: () => new Map(done.map((each) => [each.planned.id, judgedAgain(each)])),
  }
}

/** The journal replaces an exchange whenever something is added to it. */
function sameExchanges(before: readonly Exchange[], now: readonly Exchange[]): boolean {
  return before.length === now.length && before.every((exchange, index) => exchange === now[index])
}

function letIn(planned: PlannedCase, fakes: RunningFakes): void {
  relaxFakes(planned, fakes)
  for (const { token, target } of waysOf(planned).flatMap(targetsOf)) {
    fakes.allowKey(target.provider, target.apiKey, token)
  }
}

/** What the gateway of these cases is configured to. */
export function planFor(cases: readonly PlannedCase[], masterKey: string): UpstreamPlan {
  return {
    routes: cases.flatMap(waysOf).map(({ route }) => route),
    users: cases.map(({ identity }) => identity.user),
    masterKey,
  }
}

function addressesOf(gateway: StartedGateway, fakes: RunningFakes, cases: readonly PlannedCase[]): readonly Canary[] {
  const used = new Set(cases.flatMap(targetsOf).map(({ target }) => target.provider))
  const providers = [...used].map((provider) => fakes.baseUrl(provider))
  const gateways = cases.map(({ route }) => gateway.endpoint(route.client, route).url)
  return addressCanaries(gateways, providers)
}

async function inPool<In, Out>(items: readonly In[], size: number, work: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = []
  const queue = items.entries()
  const worker = async (): Promise<void> => {
    // The iterator is shared: each worker takes what nobody has taken yet.
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(size, items.length) }, worker))
  return results
}
