import { shownValue } from '../account/leaves.ts'
import type { ToolCallView } from '../capture/reply-view/content.ts'
import { readReply } from '../capture/reply-view/reply-view.ts'
import { contentCheck, isRefusedUpstream, replyEvidence, unreadableAnswers, withoutAnswer } from './answered.ts'
import { type Check, type Observation, resultOf } from './check.ts'
import type { StepFacts } from './facts.ts'
import { sameArguments } from './same-arguments.ts'

export const replyStatus: Check = {
  id: 'reply/status',
  title: 'The client gets the status that the request deserves',
  severity: 'high',
  judge: ({ facts }) => {
    const steps = facts.steps.filter((step) => step.client !== undefined)
    if (steps.length === 0) return { kind: 'untestable', message: 'the request was not sent' }
    if (steps.some((step) => isUnexpected(step) && isRefusedUpstream(step))) return withoutAnswer(facts)
    return resultOf(steps.filter(isUnexpected).map(wrongStatus(facts.surfaces.client)))
  },
}

function isUnexpected(step: StepFacts): boolean {
  const status = step.client?.reply?.status
  if (status === undefined) return !step.outcomes.includes('cut')
  return step.statuses.length > 0 && !step.statuses.includes(status)
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

const sameText = contentCheck({
  id: 'reply/text',
  title: 'The client reads the text that the provider wrote',
  differs: ({ view, step, said }) => {
    const wanted = step.reply.text ?? said?.view.text
    if (view.text === wanted) return undefined
    return `the text is ${shownValue(view.text)}, the provider wrote ${shownValue(wanted)}`
  },
})

export const replyText: Check = {
  ...sameText,
  judge: (judgement) => {
    const unreadable = unreadableAnswers(judgement.facts)
    const result = sameText.judge(judgement)
    if (unreadable.length === 0) return result
    return resultOf([...unreadable, ...(result.kind === 'failed' ? result.observations : [])])
  },
}

export const replyToolCalls: Check = contentCheck({
  id: 'reply/tool-calls',
  title: 'The client gets the tool calls that the provider made',
  differs: ({ view, step }) => {
    const got = view.toolCalls.map(({ name, arguments: text }) => ({ name, arguments: text }))
    if (sameCalls(got, step.reply.toolCalls)) return undefined
    return `the tool calls are ${shownValue(got, 400)}, the provider made ${shownValue(step.reply.toolCalls, 400)}`
  },
})

export const replyFinish: Check = contentCheck({
  id: 'reply/finish',
  title: 'The client learns why the model stopped',
  differs: ({ view, step }) =>
    view.finish === step.reply.finish
      ? undefined
      : `the reply ends with ${view.finish ?? 'no finish at all'}, the provider ended with ${step.reply.finish}`,
})

type Call = Omit<ToolCallView, 'id'>

function sameCalls(got: readonly Call[], wanted: readonly Call[]): boolean {
  return (
    got.length === wanted.length &&
    wanted.every((call, index) => {
      const other = got[index]
      return other?.name === call.name && sameArguments(other.arguments, call.arguments)
    })
  )
}
