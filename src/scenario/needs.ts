import { parseFieldPath } from '../account/field-path.ts'
import { Fault } from '../contract/fault.ts'
import { nameHint } from '../contract/suggest.ts'
import { providerIds, surfaces } from '../contract/surface.ts'
import type { Feature } from '../gateways/adapter.ts'
import type { FlatStep } from './flat-steps.ts'
import type { PlannedStep, PlannedWay } from './planned.ts'
import type { Scenario } from './scenario.ts'

const bridges = surfaces.flatMap((from) => surfaces.map((to) => `bridge:${from}--${to}` as const))

/** Every feature there is. */
export const features: readonly Feature[] = [
  ...surfaces.map((surface) => `surface:${surface}` as const),
  ...providerIds.map((provider) => `provider:${provider}` as const),
  ...bridges,
  'stream',
  'drop:name',
  'drop:path',
  'virtual-users',
  'retries',
  'fallback',
  'route-defaults',
  'forward-headers',
]

/**
 * What a case asks of a gateway: that follows from what it does, and the scenario's `needs` add to it.
 * @throws Fault E_SCENARIO_FEATURE for a feature that nobody can have
 */
export function needsOf(
  scenario: Scenario,
  { route }: PlannedWay,
  steps: readonly PlannedStep[],
  flat: readonly FlatStep[],
): readonly Feature[] {
  const { client, drop, fallbacks } = route
  const targets = [route, ...fallbacks]
  const needs = new Set<Feature>([
    `surface:${client}`,
    ...targets.map(({ provider }) => `provider:${provider}` as const),
  ])
  for (const { upstream } of targets) if (upstream !== client) needs.add(`bridge:${client}--${upstream}`)
  for (const entry of drop) needs.add(parseFieldPath(entry).isName ? 'drop:name' : 'drop:path')
  if (steps.some(({ body }) => body['stream'] === true)) needs.add('stream')
  if (flat.some(({ step }) => step.send.as === 'user')) needs.add('virtual-users')
  if (route.retries > 0) needs.add('retries')
  if (fallbacks.length > 0) needs.add('fallback')
  if (Object.keys(route.defaults).length > 0) needs.add('route-defaults')
  if (route.forwardHeaders.length > 0) needs.add('forward-headers')
  for (const [index, name] of scenario.needs.entries()) needs.add(featureNamed(name, index, scenario))
  return [...needs]
}

function featureNamed(name: string, index: number, { yaml }: Scenario): Feature {
  const known = features.find((feature) => feature === name)
  if (known !== undefined) return known
  throw new Fault('E_SCENARIO_FEATURE', `there is no feature ${name} to need`, {
    place: yaml.place(['needs', index]),
    hint: nameHint(name, features),
  })
}
