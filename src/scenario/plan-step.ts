import type { BodyClaims } from '../checks/facts.ts'
import { Fault, type Place } from '../contract/fault.ts'
import { nameHint } from '../contract/suggest.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { Turn } from '../fake-kit/turn.ts'
import type { PlannedStep, PlannedWay } from './planned.ts'
import type { BodyExpectation, RawStep, Scenario } from './scenario.ts'
import {
  answeringTurn,
  expectedOutcomes,
  expectedReply,
  expectedStatuses,
  fails,
  toTurn,
  writtenTurns,
} from './turns.ts'

export interface StepContext {
  readonly scenario: Scenario
  readonly way: PlannedWay
  /** Who a step is sent as where it does not say. */
  readonly sender: PlannedStep['as']
  /** Ids of the provider's refusal rules. */
  rules(provider: ProviderId): readonly string[]
}

/**
 * @throws Fault E_SCENARIO_RULE for a rule that the provider does not have, E_SCENARIO_FALLBACK for replies of a fallback that
 * the route has not, E_SCENARIO_OUTCOME where nobody gives an answer and the scenario does not say what follows
 */
export function planStep(step: RawStep, index: number, context: StepContext): PlannedStep {
  const { yaml } = context.scenario
  const place = yaml.place(['steps', index, 'reply'])
  const { route } = context.way
  const turns = writtenTurns(step.reply).map(toTurn)
  for (const turn of turns) checkRule(turn, context.rules(route.provider), place)
  const fallbackTurns = planFallbacks(step, index, context)
  const answer = answeringTurn([turns, ...fallbackTurns])
  if (fails(answer) && step.expect?.client?.outcome === undefined) throw outcomeMissing(place)
  const outcomes = expectedOutcomes(step)
  return {
    surface: step.send.surface,
    as: step.send.as ?? context.sender,
    headers: step.send.headers ?? {},
    body: step.send.body,
    turns,
    fallbackTurns,
    reply: expectedReply(answer),
    outcomes,
    statuses: expectedStatuses(step, outcomes),
    counts: numbers(step.expect?.upstream?.count, 1),
    clientBody: toClaims(step.expect?.client?.body),
    upstreamBody: toClaims(step.expect?.upstream?.body),
  }
}

function planFallbacks(step: RawStep, index: number, context: StepContext): readonly (readonly Turn[])[] {
  const { fallbacks } = context.way.route
  const written = step['fallback-replies'] ?? []
  const placeOf = (at: number): Place => context.scenario.yaml.place(['steps', index, 'fallback-replies', at])
  if (written.length > fallbacks.length) {
    const many = fallbacks.length === 0 ? 'no fallback' : `${fallbacks.length} of them`
    throw new Fault(
      'E_SCENARIO_FALLBACK',
      `there are replies for ${written.length} fallbacks, and the route has ${many}`,
      {
        place: placeOf(fallbacks.length),
        hint: 'Give the route as many fallbacks, or leave the reply out.',
      },
    )
  }
  return fallbacks.map(({ provider }, at) => {
    const turns = writtenTurns(written[at]).map(toTurn)
    for (const turn of turns) checkRule(turn, context.rules(provider), placeOf(at))
    return turns
  })
}

function checkRule({ error }: Turn, rules: readonly string[], place: Place): void {
  if (error === undefined || !('rule' in error) || rules.includes(error.rule)) return
  throw new Fault('E_SCENARIO_RULE', `the provider has no rule ${error.rule} to answer with`, {
    place,
    hint: nameHint(error.rule, rules),
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

/** That nothing stands somewhere is said in two ways. */
function toClaims(expected: BodyExpectation | undefined): BodyClaims {
  const equals = Object.entries(expected?.equals ?? {})
  const absent = equals.filter(([, value]) => value === 'absent').map(([pointer]) => pointer)
  return {
    equals: equals.filter(([, value]) => value !== 'absent'),
    has: expected?.has ?? [],
    lacks: [...(expected?.lacks ?? []), ...absent],
    matches: expected?.matches,
  }
}
