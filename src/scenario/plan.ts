import { Fault } from '../contract/fault.ts'
import { type ProviderId, providerIds, type Surface } from '../contract/surface.ts'
import type { Feature } from '../gateways/adapter.ts'
import { createMint } from '../leak/canary.ts'
import type { FilledScenario } from './cells.ts'
import { type FlatStep, flatSteps } from './flat-steps.ts'
import { canariesOf, mintIdentity } from './identity.ts'
import { leniencyOf, type RulesOf } from './leniency.ts'
import { needsOf } from './needs.ts'
import { planStep } from './plan-step.ts'
import { planWay } from './plan-way.ts'
import type { PlannedCase, ScenarioHead } from './planned.ts'
import type { Scenario } from './scenario.ts'
import { targetsOf } from './targets.ts'

export interface PlanContext {
  readonly seed: string
  readonly masterKey: string
  /** Of the gateway: where it has no virtual users, a scenario that does not say who asks means the operator. */
  readonly features: ReadonlySet<Feature>
  /** The base URL of a provider for one case. */
  baseUrl(provider: ProviderId, token: string): string
  /** Ids of the provider's rules that a script can have said. */
  rules(provider: ProviderId): readonly string[]
  /** The same and those of its fake: what can be relaxed. */
  readonly relaxable: RulesOf
}

/**
 * @param index the number of the case in the whole run; address canaries come from it
 * @throws Fault E_SCENARIO_UPSTREAM, E_SCENARIO_API_VERSION, E_SCENARIO_SURFACE, E_SCENARIO_RULE, E_SCENARIO_FALLBACK,
 * E_SCENARIO_OUTCOME, E_SCENARIO_FEATURE, each with its place
 */
export function planCase(filled: FilledScenario, index: number, context: PlanContext): PlannedCase {
  const { scenario } = filled
  const token = `t${createMint(context.seed, filled.id).word('token', 10)}`
  const { word } = createMint(context.seed, token)
  const flat = flatSteps(filled.steps)
  const entries = filled.route.drop ?? []
  const client = clientSurface(flat, scenario)
  const way = planWay(filled, token, client, entries, context)
  const sender = context.features.has('virtual-users') ? 'user' : 'operator'
  const { rules } = context
  const steps = flat.map((step, at) => planStep(step, at, { scenario, way, sender, rules, word }))
  const identity = mintIdentity(context.seed, token, index)
  const targets = targetsOf(way).map(({ target }) => target)
  const relaxable = [...new Set(targets.flatMap(({ provider }) => context.relaxable(provider)))]
  return {
    ...way,
    id: filled.id,
    scenario: headOf(scenario),
    control: entries.length === 0 ? undefined : planWay(filled, `${token}c`, client, [], context),
    identity,
    canaries: canariesOf(identity, { alias: way.route.alias, targets, masterKey: context.masterKey }),
    leniency: leniencyOf(filled, relaxable, providerIds.flatMap(context.relaxable)),
    needs: needsOf(scenario, way, steps, flat),
    steps,
  }
}

function headOf({ id, title, why, sources, severity, yaml }: Scenario): ScenarioHead {
  return { id, title, why, sources, severity, file: yaml.file }
}

/** A route is made for clients of one surface. */
function clientSurface(steps: readonly FlatStep[], { yaml }: Scenario): Surface {
  const [first, ...others] = steps
  const wanted = first?.step.send.surface
  const odd = others.find(({ step }) => step.send.surface !== wanted)
  if (wanted !== undefined && odd === undefined) return wanted
  const both = `${wanted} and ${odd?.step.send.surface}`
  throw new Fault('E_SCENARIO_SURFACE', `a case has one client surface, and its steps use ${both}`, {
    place: yaml.place([...(odd?.path ?? ['steps']), 'send', 'surface']),
    hint: 'Write two scenarios, or an axis that stands in all steps.',
  })
}
