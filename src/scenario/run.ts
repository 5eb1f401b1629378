import type { BridgeTable } from '../account/bridge-table.ts'
import { Journal } from '../capture/journal.ts'
import { unattributed } from '../checks/calls.ts'
import type { Finding } from '../checks/finding.ts'
import { checks } from '../checks/index.ts'
import type { ProviderContract } from '../contract/contract.ts'
import { Fault, throwFaults } from '../contract/fault.ts'
import { nearestNames } from '../contract/suggest.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { RunningFakes } from '../fake-kit/fakes.ts'
import type { GatewayAdapter, StartedGateway, UpstreamPlan } from '../gateways/adapter.ts'
import type { Canary } from '../leak/canary.ts'
import type { Reporter } from '../report/reporter.ts'
import { type CaseReport, countsOf, type RunReport } from '../report/run-report.ts'
import { caseFacts, type FactsContext, tableFor } from './case-facts.ts'
import { type Driven, notApplicable, reportCase } from './case-report.ts'
import { fillScenario } from './cells.ts'
import { driveCase } from './drive.ts'
import { mintMasterKey } from './identity.ts'
import { relaxFakes, rulesOf } from './leniency.ts'
import { planCase } from './plan.ts'
import type { PlannedCase } from './planned.ts'
import type { Scenario } from './scenario.ts'
import { targetsOf, waysOf } from './targets.ts'

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
  /** Ids of cases to run; all when absent. */
  readonly caseFilter?: readonly string[]
  readonly defects: readonly string[]
  /** How to run again, without `--case`. */
  readonly command: string
  readonly signal: AbortSignal
  readonly reporter: Reporter
}

/**
 * Drives every case through one gateway and judges it. What was recorded when the run is stopped or the gateway dies is
 * judged and reported all the same.
 * @throws Fault | Faults of scenarios, of the gateway's start, and E_NO_CASES
 */
export async function runSuite(options: RunOptions): Promise<RunReport> {
  const started = { at: new Date(), clock: performance.now() }
  const filled = selectCases(options.scenarios.flatMap(fillScenario), options.caseFilter)
  const masterKey = mintMasterKey(options.seed)
  await using fakes = await options.startFakes({ journal: new Journal(), seed: options.seed })
  const rules = (provider: ProviderId) => options.contracts.get(provider)?.rules.map(({ id }) => id) ?? []
  const { features } = options.adapter
  const context = { seed: options.seed, masterKey, features, baseUrl: fakes.baseUrl, rules, relaxable: rulesOf(fakes) }
  const planned = filled.map((each, index) => planCase(each, index, context))
  const { able, unable } = sortByFeature(planned, options.adapter)
  for (const { route } of able) {
    for (const { upstream } of [route, ...route.fallbacks]) tableFor(options.tables, route.client, upstream)
  }
  options.reporter.start?.({ cases: planned.length, scenarios: options.scenarios.length, gateway: options.adapter.id })
  for (const report of unable.map(({ each, lacks }) => notApplicable(each, lacks, options.command))) {
    options.reporter.caseDone?.(report)
  }
  const run = able.length === 0 ? undefined : await driveAll(able, fakes, masterKey, options)
  const cases = inOrder(planned, [
    ...unable.map(({ each, lacks }) => notApplicable(each, lacks, options.command)),
    ...(run?.reports ?? []),
  ])
  const report: RunReport = {
    schema: 'watertight/run-report/1',
    version: options.version,
    gateway: { id: options.adapter.id, version: run?.gatewayVersion ?? 'not started', defects: options.defects },
    seed: options.seed,
    startedAt: started.at.toISOString(),
    elapsedMs: Math.round(performance.now() - started.clock),
    counts: countsOf(cases),
    checks: checks.map(({ id, title, severity }) => ({ id, title, severity })),
    findings: strayCalls(fakes.journal),
    cases,
    ...(run?.interrupted === undefined ? {} : { interrupted: run.interrupted }),
  }
  options.reporter.end(report)
  // What a fake itself did wrong makes the run worthless, but what was recorded is reported first.
  throwFaults(fakes.faults)
  return report
}

function selectCases<Each extends { readonly id: string }>(
  all: readonly Each[],
  ids?: readonly string[],
): readonly Each[] {
  if (ids === undefined) return all
  const known = new Map(all.map((each) => [each.id, each]))
  throwFaults(
    ids
      .filter((id) => !known.has(id))
      .map((id) => {
        const [near] = nearestNames(id, known.keys(), 12)
        const hint = near === undefined ? 'Its scenario has to be among the patterns.' : `Did you mean '${near}'?`
        return new Fault('E_CASE_UNKNOWN', `there is no case ${id}`, { hint })
      }),
  )
  return all.filter((each) => ids.includes(each.id))
}

function sortByFeature(planned: readonly PlannedCase[], adapter: GatewayAdapter) {
  const sorted = planned.map((each) => ({ each, lacks: each.needs.filter((need) => !adapter.features.has(need)) }))
  return {
    able: sorted.filter(({ lacks }) => lacks.length === 0).map(({ each }) => each),
    unable: sorted.filter(({ lacks }) => lacks.length > 0),
  }
}

interface DrivenRun {
  readonly reports: readonly CaseReport[]
  readonly gatewayVersion: string
  readonly interrupted?: string
}

async function driveAll(
  cases: readonly PlannedCase[],
  fakes: RunningFakes,
  masterKey: string,
  options: RunOptions,
): Promise<DrivenRun> {
  for (const planned of cases) {
    relaxFakes(planned, fakes)
    for (const { token, target } of waysOf(planned).flatMap(targetsOf)) {
      fakes.allowKey(target.provider, target.apiKey, token)
    }
  }
  await using gateway = await options.adapter.start(planFor(cases, masterKey), options.signal)
  options.reporter.gatewayReady?.(gateway.version)
  const stop = stopper(gateway, options.signal)
  const facts: FactsContext = {
    profile: options.adapter.profile,
    contracts: options.contracts,
    tables: options.tables,
    addresses: addressCanaries(gateway, fakes, cases),
  }
  const { addressing = 'alias' } = options.adapter
  const context = { fakes, gateway, addressing, masterKey, signal: stop.signal }
  const drive = async (planned: PlannedCase): Promise<{ planned: PlannedCase; driven: Driven; report: CaseReport }> => {
    const from = performance.now()
    if (!stop.signal.aborted) await driveCase(planned, context)
    const stopped = stop.reason()
    const driven = { elapsedMs: Math.round(performance.now() - from), ...(stopped === undefined ? {} : { stopped }) }
    const report = reportCase(planned, caseFacts(planned, fakes.journal, facts), driven, options.command)
    options.reporter.caseDone?.(report)
    return { planned, driven, report }
  }
  const done = await inPool(cases, options.concurrency, drive)
  const interrupted = stop.reason()
  return {
    reports: done.map(({ planned, driven, report }) => judgedAgain(planned, driven, report)),
    gatewayVersion: gateway.version,
    ...(interrupted === undefined ? {} : { interrupted }),
  }

  /** A provider request may come after its case was judged: a late retry, a queued copy. It counts. */
  function judgedAgain(planned: PlannedCase, driven: Driven, report: CaseReport): CaseReport {
    const now = caseFacts(planned, fakes.journal, facts)
    const count = now.steps.reduce((sum, step) => sum + step.upstream.length + (step.client ? 1 : 0), 0)
    return count === report.exchanges.length ? report : reportCase(planned, now, driven, options.command)
  }
}

function planFor(cases: readonly PlannedCase[], masterKey: string): UpstreamPlan {
  return {
    routes: cases.flatMap(waysOf).map(({ route }) => route),
    users: cases.map(({ identity }) => identity.user),
    masterKey,
  }
}

/**
 * Addresses are secrets too: the gateway's is none of the provider's business, the provider's none of the client's. Where
 * the client is sent to the provider itself, there is no address of a gateway.
 */
function addressCanaries(gateway: StartedGateway, fakes: RunningFakes, cases: readonly PlannedCase[]): Canary[] {
  const used = new Set(cases.flatMap(targetsOf).map(({ target }) => target.provider))
  const providers = new Set([...used].map((provider) => new URL(fakes.baseUrl(provider)).host))
  const gateways = new Set(cases.map(({ route }) => new URL(gateway.endpoint(route.client, route).url).host))
  return [
    ...[...gateways].filter((host) => !providers.has(host)).map((value) => ({ role: 'gateway-url', value }) as const),
    ...[...providers].map((value) => ({ role: 'provider-url', value }) as const),
  ]
}

/** Ends the run when the user stops it or the gateway dies, and knows why. */
function stopper(gateway: StartedGateway, signal: AbortSignal): { signal: AbortSignal; reason(): string | undefined } {
  const died = new AbortController()
  let reason: string | undefined
  void gateway.died.then((sentence) => {
    reason ??= sentence
    died.abort()
  })
  return {
    signal: AbortSignal.any([signal, died.signal]),
    reason: () => reason ?? (signal.aborted ? 'the run was stopped' : undefined),
  }
}

async function inPool<In, Out>(items: readonly In[], size: number, work: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = []
  const queue = [...items.entries()]
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: Math.min(size, items.length) }, worker))
  return results
}

function inOrder(planned: readonly PlannedCase[], reports: readonly CaseReport[]): CaseReport[] {
  const byId = new Map(reports.map((report) => [report.id, report]))
  return planned.flatMap(({ id }) => byId.get(id) ?? [])
}

function strayCalls(journal: Journal): Finding[] {
  return journal
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
