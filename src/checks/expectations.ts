import { Ajv2020 } from 'ajv/dist/2020.js'
import { sameJson, shownValue } from '../account/leaves.ts'
import { bodyBytes, decodedBody, parsedJson, requestJson } from '../capture/body.ts'
import type { Exchange } from '../capture/exchange.ts'
import { outcomeOf } from '../capture/reply-view/outcome.ts'
import { valueAt } from '../contract/pointer.ts'
import { type Check, type CheckResult, type Observation, resultOf } from './check.ts'
import type { BodyClaims, CaseFacts, StepFacts } from './facts.ts'
import type { Evidence } from './finding.ts'

export const expectUpstream: Check = {
  id: 'expect/upstream',
  title: 'The provider request is as the scenario says',
  severity: 'high',
  judge: ({ facts }) => judgeClaims(facts.steps, (step) => step.upstreamBody, upstreamBodies),
}

export const expectClient: Check = {
  id: 'expect/client',
  title: 'The reply to the client is as the scenario says',
  severity: 'high',
  judge: ({ facts }) =>
    together(
      judgeOutcomes(facts),
      judgeClaims(facts.steps, (step) => step.clientBody, clientBodies),
    ),
}

function together(one: CheckResult, other: CheckResult): CheckResult {
  if (one.kind === 'none') return other
  if (other.kind === 'none') return one
  return resultOf([one, other].flatMap((each) => (each.kind === 'failed' ? each.observations : [])))
}

/** That an answer is an answer is what the checks of replies are for. */
function judgeOutcomes({ steps, surfaces }: CaseFacts): CheckResult {
  const special = steps.filter(({ outcomes }) => outcomes.some((outcome) => outcome !== 'ok'))
  if (special.length === 0) return { kind: 'none' }
  return resultOf(special.flatMap((step) => wrongOutcome(step, surfaces.client)))
}

function wrongOutcome({ client, outcomes }: StepFacts, surface: string): Observation[] {
  if (client === undefined) return []
  const outcome = outcomeOf(client.reply, surface)
  if (outcomes.includes(outcome)) return []
  const message = `the reply ends as ${outcome}, ${outcomes.join(' or ')} expected`
  return [{ message, evidence: [{ exchange: client.id, hop: 'client', part: 'reply', at: { body: '' } }] }]
}

interface JudgedBody {
  readonly body: unknown
  readonly evidence: Omit<Evidence, 'at'>
}

function judgeClaims(
  steps: readonly StepFacts[],
  claimsOf: (step: StepFacts) => BodyClaims,
  bodiesOf: (step: StepFacts) => readonly JudgedBody[],
) {
  const claimed = steps.flatMap((step) =>
    isEmpty(claimsOf(step)) ? [] : bodiesOf(step).map((judged) => ({ step, judged })),
  )
  if (claimed.length === 0) return { kind: 'none' } as const
  return resultOf(claimed.flatMap(({ step, judged }) => broken(claimsOf(step), judged)))
}

function isEmpty(claims: BodyClaims): boolean {
  return claims.equals.length + claims.has.length + claims.lacks.length === 0 && claims.matches === undefined
}

function upstreamBodies(step: StepFacts): JudgedBody[] {
  return step.upstream.map(({ id, request }) => ({
    body: requestJson(request),
    evidence: { exchange: id, hop: 'upstream', part: 'request' },
  }))
}

function clientBodies({ client }: StepFacts): JudgedBody[] {
  return client?.reply === undefined
    ? []
    : [{ body: replyBody(client), evidence: { exchange: client.id, hop: 'client', part: 'reply' } }]
}

function replyBody({ reply }: Exchange): unknown {
  return reply === undefined ? undefined : parsedJson(decodedBody(reply.headers, bodyBytes(reply)))
}

function broken(claims: BodyClaims, { body, evidence }: JudgedBody): Observation[] {
  const at = (pointer: string, message: string): Observation => ({
    message,
    evidence: [{ ...evidence, at: { body: pointer } }],
  })
  return [
    ...claims.equals
      .filter(([pointer, value]) => !sameJson(valueAt(body, pointer), value))
      .map(([pointer, value]) =>
        at(
          pointer,
          `${pointer} is ${shownValue(valueAt(body, pointer))}, ${value === undefined ? 'nothing' : shownValue(value)} expected`,
        ),
      ),
    ...claims.has
      .filter((pointer) => valueAt(body, pointer) === undefined)
      .map((pointer) => at(pointer, `${pointer} is missing`)),
    ...claims.lacks
      .filter((pointer) => valueAt(body, pointer) !== undefined)
      .map((pointer) => at(pointer, `${pointer} is there: ${shownValue(valueAt(body, pointer))}`)),
    ...schemaFaults(claims, body).map(({ pointer, message }) => at(pointer, `${pointer || 'the body'} ${message}`)),
  ]
}

function schemaFaults(
  { matches }: BodyClaims,
  body: unknown,
): { readonly pointer: string; readonly message: string }[] {
  if (matches === undefined) return []
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(matches)
  if (validate(body)) return []
  return (validate.errors ?? []).map((error) => ({
    pointer: error.instancePath,
    message: error.message ?? error.keyword,
  }))
}
