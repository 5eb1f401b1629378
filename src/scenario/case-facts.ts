import type { BridgeTable } from '../account/bridge-table.ts'
import type { Journal } from '../capture/journal.ts'
import type { CaseFacts, StepFacts } from '../checks/facts.ts'
import type { ProviderContract } from '../contract/contract.ts'
import { Fault } from '../contract/fault.ts'
import type { Surface } from '../contract/surface.ts'
import type { Profile } from '../gateways/adapter.ts'
import type { Canary } from '../leak/canary.ts'
import type { PlannedCase, PlannedStep } from './plan.ts'

/** What the judgement of every case of a run shares. */
export interface FactsContext {
  readonly profile: Profile
  readonly contracts: ReadonlyMap<string, ProviderContract>
  readonly tables: readonly BridgeTable[]
  /** Canaries that are only known when everything runs: addresses. */
  readonly addresses: readonly Canary[]
}

/** Takes from the journal what belongs to a case. The result is plain data. */
export function caseFacts(planned: PlannedCase, journal: Journal, context: FactsContext): CaseFacts {
  const { route } = planned
  return {
    surfaces: { client: route.client, upstream: route.upstream },
    provider: route.provider,
    routeModel: route.model,
    providerKey: route.apiKey,
    drop: planned.drop,
    steps: planned.steps.map((step, index) => stepFacts(planned, step, index, journal)),
    canaries: [...planned.canaries, ...context.addresses],
    table: tableFor(context.tables, route.client, route.upstream),
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

function stepFacts(planned: PlannedCase, step: PlannedStep, index: number, journal: Journal): StepFacts {
  const of = (hop: 'client' | 'upstream', token: string) => journal.exchanges({ token, hop, step: index })
  return {
    index,
    client: of('client', planned.token)[0],
    upstream: of('upstream', planned.token),
    control: planned.control ? of('upstream', planned.control.token) : [],
    reply: step.reply,
    outcomes: step.outcomes,
    statuses: step.statuses,
    counts: step.counts,
    clientBody: step.clientBody,
    upstreamBody: step.upstreamBody,
  }
}
