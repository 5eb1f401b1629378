import { type FieldPath, parseFieldPath } from '../account/field-path.ts'
import type { Leniency } from '../capture/exchange.ts'
import type { ReplyOutcome } from '../capture/reply-view/outcome.ts'
import type { BodyClaims, ExpectedReply } from '../checks/facts.ts'
import { Fault, type Place } from '../contract/fault.ts'
import { nameHint } from '../contract/suggest.ts'
import { type ProviderId, providerIds, type Surface, surfaces } from '../contract/surface.ts'
import type { Turn } from '../fake-kit/turn.ts'
import type { Feature, PlannedRoute } from '../gateways/adapter.ts'
import { type Canary, createMint } from '../leak/canary.ts'
import type { FilledScenario } from './cells.ts'
import { canariesOf, type Identity, mintIdentity, mintRoute } from './identity.ts'
import { leniencyOf, type RulesOf } from './leniency.ts'
import type { BodyExpectation, RawStep, Scenario } from './scenario.ts'
import { expectedOutcomes, expectedReply, expectedStatuses, fails, toTurn, writtenTurns } from './turns.ts'

/** One cell of a scenario, ready to be driven through a gateway. */
export interface PlannedCase {
  readonly id: string
  readonly scenario: Scenario
  /** In the path of the route's base URL; the journal finds the case by it. */
  readonly token: string
  readonly route: PlannedRoute
  /** The same route without its drop list, for comparison. Only where there is a drop list. */
  readonly control: { readonly token: string; readonly route: PlannedRoute } | undefined
  readonly identity: Identity
  readonly canaries: readonly Canary[]
  readonly drop: readonly FieldPath[]
  /** What the provider is made less strict in. */
  readonly leniency: Leniency
  /** What a gateway has to be able to do. */
  readonly needs: readonly Feature[]
  readonly steps: readonly PlannedStep[]
}

export interface PlannedStep {
  readonly surface: Surface
  readonly as: 'user' | 'operator'
  readonly headers: Readonly<Record<string, string>>
  /** Without `model`. */
  readonly body: Readonly<Record<string, unknown>>
  readonly turns: readonly Turn[]
  readonly reply: ExpectedReply
  readonly outcomes: readonly ReplyOutcome[]
  readonly statuses: readonly number[]
  readonly counts: readonly number[]
  readonly clientBody: BodyClaims
  readonly upstreamBody: BodyClaims
}

export interface PlanContext {
  readonly seed: string
  readonly masterKey: string
  /** The base URL of a provider for one case. */
  baseUrl(provider: ProviderId, token: string): string
  /** Ids of the provider's refusal rules. */
  rules(provider: ProviderId): readonly string[]
  /** The same and those of its fake: what can be relaxed. */
  readonly relaxable: RulesOf
}

type RuleNames = () => readonly string[]

/** A provider's name for a model where the scenario does not say. */
const defaultModel = 'gpt-5.2'

/**
 * @param index the number of the case in the whole run; address canaries come from it
 * @throws Fault E_SCENARIO_UPSTREAM for a provider or a surface that does not exist, E_SCENARIO_RULE for a rule that the
 * provider does not have, E_SCENARIO_OUTCOME where the provider gives no answer and the scenario does not say what follows
 */
export function planCase(filled: FilledScenario, index: number, context: PlanContext): PlannedCase {
  const { scenario } = filled
  const token = `t${createMint(context.seed, filled.id).word('token', 10)}`
  const { provider, surface: upstream } = parseUpstream(filled)
  const rules = () => context.rules(provider)
  const steps = filled.steps.map((step, at) => planStep(step, at, rules, scenario))
  const client = steps[0]?.surface ?? upstream
  const identity = mintIdentity(context.seed, token, index)
  const entries = filled.route.drop ?? []
  const routeFor = (routeToken: string, drop: readonly string[]): PlannedRoute => {
    const secrets = mintRoute(context.seed, routeToken)
    return {
      alias: secrets.alias,
      provider,
      upstream,
      client,
      model: filled.route.model ?? defaultModel,
      baseUrl: context.baseUrl(provider, routeToken),
      apiKey: secrets.providerKey,
      drop,
      defaults: {},
      forwardHeaders: [],
      retries: 0,
      fallbacks: [],
    }
  }
  const route = routeFor(token, entries)
  const controlToken = `${token}c`
  return {
    id: filled.id,
    scenario,
    token,
    route,
    control: entries.length === 0 ? undefined : { token: controlToken, route: routeFor(controlToken, []) },
    identity,
    canaries: canariesOf(identity, { alias: route.alias, providerKey: route.apiKey }, context.masterKey),
    drop: entries.map(parseFieldPath),
    leniency: leniencyOf(filled, context.relaxable(provider), providerIds.flatMap(context.relaxable)),
    needs: needsOf(scenario, route, steps),
    steps,
  }
}

function parseUpstream({ route, scenario }: FilledScenario): { provider: ProviderId; surface: Surface } {
  const [provider = '', surface = ''] = route.upstream.split('/')
  const knownProvider = providerIds.find((each) => each === provider)
  const knownSurface = surfaces.find((each) => each === surface)
  if (knownProvider !== undefined && knownSurface !== undefined)
    return { provider: knownProvider, surface: knownSurface }
  const all = providerIds.flatMap((each) => surfaces.map((other) => `${each}/${other}`))
  throw new Fault('E_SCENARIO_UPSTREAM', `${route.upstream} is no provider surface`, {
    place: scenario.yaml.place(['matrix', 'upstream']),
    hint: nameHint(route.upstream, all),
  })
}

/** Follows from what the case does; `needs` of the scenario adds to it. */
function needsOf(scenario: Scenario, route: PlannedRoute, steps: readonly PlannedStep[]): Feature[] {
  const needs = new Set<string>([`surface:${route.client}`, `provider:${route.provider}`, ...scenario.needs])
  if (route.client !== route.upstream) needs.add(`bridge:${route.client}--${route.upstream}`)
  if (steps.some(({ body }) => body['stream'] === true)) needs.add('stream')
  for (const entry of route.drop) needs.add(parseFieldPath(entry).isName ? 'drop:name' : 'drop:path')
  if (steps.some(({ as }) => as === 'user')) needs.add('virtual-users')
  // Names that no adapter claims make a case not applicable everywhere; a scenario's own are checked when it is loaded.
  return [...needs] as Feature[]
}

function planStep(step: RawStep, index: number, rules: RuleNames, { yaml }: Scenario): PlannedStep {
  const place = yaml.place(['steps', index, 'reply'])
  const turns = writtenTurns(step).map(toTurn)
  for (const turn of turns) checkRule(turn, rules, place)
  const last = turns.at(-1) ?? {}
  if (fails(last) && step.expect?.client?.outcome === undefined) throw outcomeMissing(place)
  const outcomes = expectedOutcomes(step)
  return {
    surface: step.send.surface,
    as: step.send.as ?? 'user',
    headers: step.send.headers ?? {},
    body: step.send.body,
    turns,
    reply: expectedReply(last),
    outcomes,
    statuses: expectedStatuses(step, outcomes),
    counts: numbers(step.expect?.upstream?.count, 1),
    clientBody: toClaims(step.expect?.client?.body),
    upstreamBody: toClaims(step.expect?.upstream?.body),
  }
}

function checkRule({ error }: Turn, rules: RuleNames, place: Place): void {
  if (error === undefined || !('rule' in error) || rules().includes(error.rule)) return
  throw new Fault('E_SCENARIO_RULE', `the provider has no rule ${error.rule} to answer with`, {
    place,
    hint: nameHint(error.rule, rules()),
  })
}

function outcomeMissing(place: Place): Fault {
  return new Fault(
    'E_SCENARIO_OUTCOME',
    'the provider gives no whole answer, and what the client has to see is not said',
    {
      place,
      hint: 'Write expect: { client: { outcome: error } }, cut, or a list of what is right.',
    },
  )
}

function numbers(value: number | readonly number[] | undefined, otherwise: number): readonly number[] {
  if (value === undefined) return [otherwise]
  return typeof value === 'number' ? [value] : value
}

function toClaims(expected: BodyExpectation | undefined): BodyClaims {
  return {
    equals: Object.entries(expected?.equals ?? {}).map(([pointer, value]) => [
      pointer,
      value === 'absent' ? undefined : value,
    ]),
    has: expected?.has ?? [],
    lacks: expected?.lacks ?? [],
    matches: expected?.matches,
  }
}
