import { sameJson, shownValue } from '../account/leaves.ts'
import { parsedJson } from '../capture/body.ts'
import type { Exchange } from '../capture/exchange.ts'
import { type ReplyView, readReply } from '../capture/reply-view/reply-view.ts'
import { type Check, type CheckResult, type Judgement, type Observation, resultOf } from './check.ts'
import type { CaseFacts, StepFacts } from './facts.ts'
import type { Evidence } from './finding.ts'

export const replyStatus: Check = {
  id: 'reply/status',
  title: 'The client gets the status that the request deserves',
  severity: 'high',
  judge: ({ facts }) => {
    const steps = facts.steps.filter((step) => step.client !== undefined)
    if (steps.length === 0) return { kind: 'untestable', message: 'the request was not sent' }
    const refused = steps.find((step) => isUnexpected(step) && refusedUpstream(step))
    if (refused !== undefined) return afterRefusal()
    return resultOf(steps.filter(isUnexpected).map(wrongStatus(facts.surfaces.client)))
  },
}

function isUnexpected(step: StepFacts): boolean {
  const status = step.client?.reply?.status
  if (status === undefined) return !step.outcomes.includes('cut')
  return step.statuses.length > 0 && !step.statuses.includes(status)
}

/** A scenario that expects the refusal has nothing else to look at, and misses nothing. */
function refusedUpstream(step: StepFacts): boolean {
  return step.upstream.some(({ verdict }) => verdict?.kind === 'refused' && !step.statuses.includes(verdict.status))
}

/** A refused request has no answer to look at: the refusal is the finding, not what follows from it. */
function afterRefusal(): CheckResult {
  return { kind: 'untestable', message: 'the provider refused the request', because: 'contract/upstream-request' }
}

function wrongStatus(surface: string): (step: StepFacts) => Observation {
  return (step) => {
    const { client } = step
    const wanted = step.statuses.join(' or ')
    if (client?.reply === undefined) {
      return { message: `the client gets no reply: ${client?.failure ?? 'the request was not sent'}`, evidence: [] }
    }
    const view = readReply(client.reply, surface)
    const words = view.kind === 'error' ? `: ${view.message}` : ''
    return {
      message: `the client gets ${client.reply.status}, ${wanted} expected${words}`,
      evidence: [{ ...replyEvidence(client), at: { status: true } }],
    }
  }
}

export const replyText: Check = contentCheck(
  'reply/text',
  'The client reads the text that the provider wrote',
  (view, step, surfaces) => {
    const wanted = step.reply.text ?? recordedText(step, surfaces.upstream)
    return view.text === wanted
      ? undefined
      : `the text is ${shownValue(view.text)}, the provider wrote ${shownValue(wanted)}`
  },
)

/** What the provider last said. */
function recordedText({ upstream }: StepFacts, surface: string): string | undefined {
  const reply = upstream.at(-1)?.reply
  const view = reply && readReply(reply, surface)
  return view?.kind === 'content' ? view.text : undefined
}

export const replyToolCalls: Check = contentCheck(
  'reply/tool-calls',
  'The client gets the tool calls that the provider made',
  (view, step) => {
    const got = view.toolCalls.map(({ name, arguments: text }) => ({ name, arguments: text }))
    if (sameCalls(got, step.reply.toolCalls)) return undefined
    return `the tool calls are ${shownValue(got, 400)}, the provider made ${shownValue(step.reply.toolCalls, 400)}`
  },
)

export const replyFinish: Check = contentCheck(
  'reply/finish',
  'The client learns why the model stopped',
  (view, step) =>
    view.finish === step.reply.finish
      ? undefined
      : `the reply ends with ${view.finish ?? 'no finish at all'}, the provider ended with ${step.reply.finish}`,
)

type ContentView = Extract<ReplyView, { kind: 'content' }>

/** A check on what a successful reply says; what cannot be read is a finding of `reply/text`. */
function contentCheck(
  id: string,
  title: string,
  differs: (view: ContentView, step: StepFacts, surfaces: CaseFacts['surfaces']) => string | undefined,
): Check {
  return {
    id,
    title,
    severity: 'high',
    judge: ({ facts }: Judgement) => {
      const answered = facts.steps.flatMap((step) => (isAnswer(step) ? [{ step, client: step.client }] : []))
      if (answered.length === 0) return facts.steps.some(refusedUpstream) ? afterRefusal() : { kind: 'none' }
      const observations: Observation[] = []
      for (const { step, client } of answered) {
        const view = readReply(client.reply, facts.surfaces.client)
        const message = view.kind === 'content' ? differs(view, step, facts.surfaces) : unreadable(id, view, step)
        if (message !== undefined) observations.push({ message, evidence: [replyEvidence(client)] })
      }
      return resultOf(observations)
    },
  }
}

type Answered = StepFacts & { readonly client: Exchange & { readonly reply: NonNullable<Exchange['reply']> } }

/** Where the scenario does not want an answer, there is nothing to compare with. */
function isAnswer(step: StepFacts): step is Answered {
  return step.client?.reply?.status === 200 && step.outcomes.includes('ok')
}

/** Where the scenario allows other outcomes, `expect/client` speaks of them. */
function unreadable(id: string, view: Exclude<ReplyView, ContentView>, step: StepFacts): string | undefined {
  if (id !== 'reply/text' || step.outcomes.length > 1) return undefined
  return view.kind === 'error'
    ? `the reply ends with an error: ${view.message}`
    : `the reply cannot be read: ${view.reason}`
}

function sameCalls(
  got: readonly { readonly name: string; readonly arguments: string }[],
  wanted: readonly { readonly name: string; readonly arguments: string }[],
): boolean {
  return (
    got.length === wanted.length &&
    wanted.every((call, index) => {
      const other = got[index]
      return other?.name === call.name && sameArguments(other.arguments, call.arguments)
    })
  )
}

/** White space inside the JSON text is nobody's concern. */
function sameArguments(a: string, b: string): boolean {
  if (a === b) return true
  const [left, right] = [parsedJson(a), parsedJson(b)]
  return left !== undefined && right !== undefined && sameJson(left, right)
}

function replyEvidence(client: Exchange): Evidence {
  return { exchange: client.id, hop: 'client', part: 'reply', at: { body: '' } }
}
