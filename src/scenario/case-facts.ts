import type { BridgeTable } from '../account/bridge-table.ts'
import type { Journal } from '../capture/journal.ts'
import type { CaseFacts, StepFacts } from '../checks/facts.ts'
import type { ProviderContract } from '../contract/contract.ts'
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
    table: context.tables.find((table) => bridges(table, route.client, route.upstream)),
    documented: context.profile.documented,
    dropSignalHeader: context.profile.dropSignalHeader,
    contracts: context.contracts,
  }
}

function bridges(table: BridgeTable, from: Surface, to: Surface): boolean {
  return table.from === from && table.to === to
}

function stepFacts(planned: PlannedCase, step: PlannedStep, index: number, journal: Journal): StepFacts {
  const of = (hop: 'client' | 'upstream', token: string) => journal.exchanges({ token, hop, step: index })
  return {
    index,
    client: of('client', planned.token)[0],
    upstream: of('upstream', planned.token),
    control: planned.control ? of('upstream', planned.control.token) : [],
    reply: step.reply,
    statuses: step.statuses,
    counts: step.counts,
    clientBody: step.clientBody,
    upstreamBody: step.upstreamBody,
  }
}
