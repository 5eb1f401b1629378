import type { BridgeTable } from '../account/bridge-table.ts'
import { parseFieldPath } from '../account/field-path.ts'
import type { Exchange } from '../capture/exchange.ts'
import { type ExchangeFilter, orderOf } from '../capture/journal/filter.ts'
import type { CaseFacts, StepFacts, TargetFacts } from '../checks/facts.ts'
import type { ProviderContract } from '../contract/contract.ts'
import { Fault } from '../contract/fault.ts'
import type { Surface } from '../contract/surface.ts'
import type { PlannedRoute, Profile } from '../gateways/adapter.ts'
import type { Canary } from '../leak/canary.ts'
import type { PlannedCase, PlannedStep, PlannedWay } from './planned.ts'
import { type PlacedTarget, targetsOf } from './targets.ts'

/** Where exchanges come from: the journal of a run, or what was kept of it. */
export interface ExchangeSource {
  /** In order of arrival. */
  exchanges(filter: ExchangeFilter): readonly Exchange[]
}

/** What the judgement of every case of a run shares. */
export interface FactsContext {
  readonly profile: Profile
  readonly contracts: ReadonlyMap<string, ProviderContract>
  readonly tables: readonly BridgeTable[]
  /** Canaries that are only known when everything runs: addresses. */
  readonly addresses: readonly Canary[]
}

/** Takes from the journal what belongs to a case. The result is plain data. */
export function caseFacts(planned: PlannedCase, source: ExchangeSource, context: FactsContext): CaseFacts {
  const { route } = planned
  const [own, ...fallbacks] = targetFacts(planned, context.tables)
  const steps = planned.steps.map((step, index) => stepFacts(planned, step, index, source))
  return {
    surfaces: { client: route.client, upstream: route.upstream },
    provider: route.provider,
    routeModel: route.model,
    providerKey: route.apiKey,
    targets: [own, ...fallbacks],
    defaults: route.defaults,
    forwardHeaders: forwardedHeaders(route, context.profile, steps),
    retries: route.retries,
    drop: route.drop.map(parseFieldPath),
    steps,
    canaries: [...planned.canaries, ...context.addresses],
    table: own.table,
    documented: context.profile.documented,
    dropSignalHeader: context.profile.dropSignalHeader,
    exposures: context.profile.exposures ?? [],
    contracts: context.contracts,
  }
}

/** @throws Fault E_BRIDGE_TABLE_MISSING */
export function tableFor(tables: readonly BridgeTable[], from: Surface, to: Surface): BridgeTable {
  const table = tables.find((each) => each.from === from && each.to === to)
  if (table !== undefined) return table
  throw new Fault('E_BRIDGE_TABLE_MISSING', `no table says what becomes of a ${from} request on ${to}`, {
    hint: `Write contracts/bridges/${from}--${to}.yaml.`,
  })
}

function targetFacts(planned: PlannedCase, tables: readonly BridgeTable[]): [TargetFacts, ...TargetFacts[]] {
  const { route, control } = planned
  const factsOf = ({ token, target }: PlacedTarget, controlToken: string | undefined): TargetFacts => ({
    token,
    controlToken,
    provider: target.provider,
    surface: target.upstream,
    model: target.model,
    apiKey: target.apiKey,
    apiVersion: target.apiVersion,
    accountId: target.accountId,
    table: tableFor(tables, route.client, target.upstream),
  })
  const [, ...fallbacks] = targetsOf(planned)
  return [
    factsOf({ token: planned.token, target: route }, control?.token),
    ...fallbacks.map((placed, index) => factsOf(placed, control?.fallbackTokens[index])),
  ]
}

function stepFacts(planned: PlannedCase, step: PlannedStep, index: number, source: ExchangeSource): StepFacts {
  return {
    index,
    client: source.exchanges({ token: planned.token, hop: 'client', step: index })[0],
    upstream: upstreamOf(planned, index, source),
    control: planned.control === undefined ? [] : upstreamOf(planned.control, index, source),
    reply: step.reply,
    outcomes: step.outcomes,
    statuses: step.statuses,
    counts: step.counts,
    clientBody: step.clientBody,
    upstreamBody: step.upstreamBody,
  }
}

/** Lower case. Where all of them go on, those that the clients sent. */
function forwardedHeaders({ forwardHeaders }: PlannedRoute, { forwards = [] }: Profile, steps: readonly StepFacts[]) {
  const documented = forwards.flatMap(({ header }) => (header === '*' ? sentHeaders(steps) : [header]))
  return [...new Set([...forwardHeaders, ...documented])]
}

function sentHeaders(steps: readonly StepFacts[]): readonly string[] {
  return steps.flatMap(({ client }) => client?.request.headers.map(([name]) => name.toLowerCase()) ?? [])
}

/** To every target, in order of arrival. */
function upstreamOf(way: PlannedWay, step: number, source: ExchangeSource): readonly Exchange[] {
  const tokens = targetsOf(way).map(({ token }) => token)
  return tokens
    .flatMap((token) => source.exchanges({ token, hop: 'upstream', step }))
    .toSorted((one, other) => orderOf(one.id) - orderOf(other.id))
}
