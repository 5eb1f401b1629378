import { sameJson } from '../account/leaves.ts'
import { decodedBody, headerOf, requestJson } from '../capture/body.ts'
import type { Exchange, RecordedReply } from '../capture/exchange.ts'
import { decodedReply } from '../capture/reply-view/decoded.ts'
import { isRecord } from '../contract/pointer.ts'
import { type Check, type CheckResult, type Observation, resultOf } from './check.ts'
import { type CaseFacts, type StepFacts, type TargetFacts, targetOf } from './facts.ts'

/** A provider request that follows another one for the same client request. */
interface Followed {
  readonly step: StepFacts
  readonly first: Exchange
  readonly next: Exchange
}

function followedCheck(
  id: string,
  title: string,
  severity: Check['severity'],
  judge: (followed: Followed, facts: CaseFacts) => Observation[],
): Check {
  return {
    id,
    title,
    severity,
    judge: ({ facts }): CheckResult => {
      const followed = facts.steps.flatMap((step) => followedIn(step))
      if (followed.length === 0) return { kind: 'none' }
      return resultOf(followed.flatMap((each) => judge(each, facts)))
    },
  }
}

function followedIn(step: StepFacts): readonly Followed[] {
  return step.upstream.slice(1).flatMap((next, index) => {
    const first = step.upstream[index]
    return first === undefined ? [] : [{ step, first, next }]
  })
}

export const retryEqual: Check = followedCheck(
  'call/retry-equal',
  'A request that is sent again is the same request, but for the model of another target',
  'high',
  ({ first, next }, facts) => {
    const [one, other] = [targetOf(facts, first), targetOf(facts, next)]
    if (one.provider !== other.provider || one.surface !== other.surface) return []
    const [before, after] = [sentTo(one, first), sentTo(other, next)]
    if (sameJson(before, after)) return []
    const changed = isRecord(before) && isRecord(after) ? changedMembers(before, after) : []
    const what = changed.length === 0 ? 'another body' : changed.join(', ')
    return [{ message: `what is sent again differs in ${what}`, evidence: evidenceOf(first, next) }]
  },
)

/** The body, with the target's own name for its model taken out. */
function sentTo({ model }: TargetFacts, { request }: Exchange): unknown {
  const body = requestJson(request)
  return isRecord(body) && body['model'] === model ? { ...body, model: '' } : body
}

function changedMembers(before: Record<string, unknown>, after: Record<string, unknown>): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => !sameJson(before[name], after[name])).map((name) => `/${name}`)
}

/** Statuses below 500 after which the same request may go better. */
const passing: ReadonlySet<number> = new Set([408, 409, 425, 429])

export const noRetryOfRefusal: Check = followedCheck(
  'call/no-retry-of-refusal',
  'What the provider refused for good is not sent to it again',
  'medium',
  ({ first, next }, facts) => {
    const status = first.reply?.status ?? 0
    const isFinal = status >= 400 && status < 500 && !passing.has(status)
    if (!isFinal || targetOf(facts, first) !== targetOf(facts, next)) return []
    return [
      { message: `the provider refused with ${status}, and was asked once more`, evidence: evidenceOf(first, next) },
    ]
  },
)

/** Timers count whole milliseconds, and begin with the part of one that has passed already. */
const timerGrainMs = 1

export const retryWait: Check = followedCheck(
  'call/retry-wait',
  'A provider that says when to come again is not asked before',
  'medium',
  ({ first, next }, facts) => {
    const wanted = first.reply && askedWaitMs(first.reply)
    if (wanted === undefined || targetOf(facts, first) !== targetOf(facts, next)) return []
    const waited = next.startedAt - first.startedAt
    if (waited > wanted - timerGrainMs) return []
    const message = `the provider wants to be left alone for ${wanted} ms, and is asked again after ${Math.floor(waited)}`
    return [{ message, evidence: evidenceOf(first, next) }]
  },
)

/** The finer of the two headers counts. A date is left out: whose clock it is read by, nobody knows. */
function askedWaitMs({ headers }: RecordedReply): number | undefined {
  const milliseconds = Number.parseFloat(headerOf(headers, 'retry-after-ms') ?? '')
  if (Number.isFinite(milliseconds)) return milliseconds
  const seconds = headerOf(headers, 'retry-after') ?? ''
  return /^\d+(\.\d+)?$/.test(seconds) ? Number(seconds) * 1000 : undefined
}

export const noRetryAfterOutput: Check = followedCheck(
  'call/no-retry-after-output',
  'An answer of which the client has read the beginning is not begun again',
  'high',
  ({ step: { client }, next }) => {
    if (client?.reply === undefined) return []
    const before = client.reply.frames.filter(({ at }) => client.startedAt + at < next.startedAt)
    if (!saysSomething(decodedReply({ ...client.reply, frames: before }))) return []
    const evidence = [
      ...evidenceOf(next),
      { exchange: client.id, hop: 'client', part: 'reply', at: { body: '' } } as const,
    ]
    return [{ message: 'the provider is asked again when the client has read a part of the answer', evidence }]
  },
)

/** Comments and events that only open an answer are no part of it: a text, or arguments of a call, are. */
function saysSomething(reply: ReturnType<typeof decodedReply>): boolean {
  if (reply.kind === 'body') return reply.bytes.length > 0
  return reply.events.some(({ json }) => hasDelta(json))
}

function hasDelta(json: unknown): boolean {
  if (!isRecord(json)) return false
  if (typeof json['delta'] === 'string') return json['delta'] !== ''
  const choices = Array.isArray(json['choices']) ? json['choices'] : []
  return choices.some((choice) => {
    const delta: unknown = isRecord(choice) ? choice['delta'] : undefined
    return isRecord(delta) && Boolean(delta['content'] || delta['tool_calls'])
  })
}

export const fallbackApart: Check = {
  id: 'call/fallback-apart',
  title: 'A provider is shown nothing that belongs to another target of the route',
  severity: 'critical',
  judge: ({ facts }) => {
    const exchanges = facts.steps.flatMap((step) => step.upstream)
    if (facts.targets.length < 2 || exchanges.length === 0) return { kind: 'none' }
    return resultOf(exchanges.flatMap((exchange) => ofOtherTargets(exchange, facts)))
  },
}

function ofOtherTargets(exchange: Exchange, facts: CaseFacts): Observation[] {
  const own = targetOf(facts, exchange)
  const { request } = exchange
  const text = [request.target, ...request.headers.flat(), decodedBody(request.headers, request.body).toString()].join(
    '\n',
  )
  return facts.targets.flatMap((other) => {
    const shown = belongings(other).filter(({ value }) => !belongings(own).some((each) => each.value === value))
    const found = shown.filter(({ value }) => text.includes(value)).map(({ name }) => name)
    if (found.length === 0) return []
    const message = `${own.provider} is shown ${found.join(' and ')} of another target, ${other.provider}`
    return [{ message, evidence: evidenceOf(exchange) }]
  })
}

/** What tells a target from others. Its model is an ordinary word, and counts as a value of its own only. */
function belongings({ apiKey, token, accountId, model }: TargetFacts) {
  return [
    { name: 'the key', value: apiKey },
    { name: 'the base URL', value: `/~${token}/` },
    { name: 'the model', value: `"model":"${model}"` },
    ...(accountId === undefined ? [] : [{ name: 'the account', value: accountId }]),
  ]
}

function evidenceOf(...exchanges: readonly Exchange[]): Observation['evidence'] {
  return exchanges.map(({ id, hop }) => ({ exchange: id, hop, part: 'request', at: { body: '' } }))
}
