import type { BodyClaims } from '../checks/facts.ts'
import { Fault, type Place } from '../contract/fault.ts'
import { isRecord } from '../contract/pointer.ts'
import { nameHint } from '../contract/suggest.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { Turn } from '../fake-kit/turn.ts'
import type { FlatStep } from './flat-steps.ts'
import { withMarker } from './marker.ts'
import type { PlannedStep, PlannedWay } from './planned.ts'
import { referencesIn } from './replay.ts'
import type { BodyExpectation, Scenario } from './scenario.ts'
import {
  answeringTurn,
  expectedCounts,
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
  /** A minted word of the case's. */
  word(role: string, length: number): string
}

/**
 * @param index among all steps of the case
 * @throws Fault E_SCENARIO_RULE for a rule that the provider does not have, E_SCENARIO_FALLBACK for replies of a fallback that
 * the route has not, E_SCENARIO_OUTCOME where nobody gives an answer and the scenario does not say what follows,
 * E_SCENARIO_MARKER for steps side by side that cannot be told apart, E_SCENARIO_REPLY for a reply that is not there yet
 */
export function planStep(flat: FlatStep, index: number, context: StepContext): PlannedStep {
  const { step, group, path, isTogether } = flat
  const place = context.scenario.yaml.place([...path, 'reply'])
  const { route } = context.way
  const turns = writtenTurns(step.reply).map(toTurn)
  for (const turn of turns) checkRule(turn, context.rules(route.provider), place)
  const fallbackTurns = planFallbacks(flat, context)
  const answer = answeringTurn([turns, ...fallbackTurns])
  if (fails(answer) && step.expect?.client?.outcome === undefined) throw outcomeMissing(place)
  const outcomes = expectedOutcomes(step.expect?.client?.outcome)
  const marker = context.word(`marker-${index}`, 12)
  const body = withMarker(step.send.body, marker)
  checkBody(flat, body, context)
  return {
    surface: step.send.surface,
    as: step.send.as ?? context.sender,
    headers: step.send.headers ?? {},
    group,
    marker: isTogether ? marker : undefined,
    body: isRecord(body) ? body : {},
    turns,
    fallbackTurns,
    reply: expectedReply(answer),
    outcomes,
    statuses: expectedStatuses(step.expect?.client?.status, outcomes),
    counts: expectedCounts(step.expect?.upstream?.count),
    clientBody: toClaims(step.expect?.client?.body),
    upstreamBody: toClaims(step.expect?.upstream?.body),
  }
}

function checkBody({ step, group, path, isTogether }: FlatStep, body: unknown, { scenario }: StepContext): void {
  const placeOf = (below: FlatStep['path']): Place => scenario.yaml.place([...path, 'send', 'body', ...below])
  if (isTogether && JSON.stringify(body) === JSON.stringify(step.send.body)) {
    throw new Fault('E_SCENARIO_MARKER', 'requests that are sent side by side cannot be told apart', {
      place: placeOf([]),
      hint: 'Put $marker into a text of the body: it becomes a word that only this request has.',
    })
  }
  for (const { text, path: below, step: wanted } of referencesIn(body)) {
    if (wanted !== undefined && wanted < group) continue
    const problem = wanted === undefined ? 'is no reference to a reply' : 'is a reply that is not there yet'
    throw new Fault('E_SCENARIO_REPLY', `${text} ${problem}`, {
      place: placeOf(below),
      hint: 'Write $reply.0./pointer for what the reply to the first step says there; $$ for a dollar sign.',
    })
  }
}

function planFallbacks({ step, path }: FlatStep, context: StepContext): readonly (readonly Turn[])[] {
  const { fallbacks } = context.way.route
  const written = step['fallback-replies'] ?? []
  const placeOf = (at: number): Place => context.scenario.yaml.place([...path, 'fallback-replies', at])
  if (written.length > fallbacks.length) {
    const many = fallbacks.length === 0 ? 'no fallback' : `${fallbacks.length} of them`
    throw new Fault(
      'E_SCENARIO_FALLBACK',
      `there are replies for ${written.length} fallbacks, and the route has ${many}`,
      { place: placeOf(fallbacks.length), hint: 'Give the route as many fallbacks, or leave the reply out.' },
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

/** That nothing stands somewhere is said in two ways. */
export function toClaims(expected: BodyExpectation | undefined): BodyClaims {
  const equals = Object.entries(expected?.equals ?? {})
  const absent = equals.filter(([, value]) => value === 'absent').map(([pointer]) => pointer)
  return {
    equals: equals.filter(([, value]) => value !== 'absent'),
    has: expected?.has ?? [],
    lacks: [...(expected?.lacks ?? []), ...absent],
    matches: expected?.matches,
  }
}
