import type { Exchange } from '../capture/exchange.ts'
import { outcomeOf } from '../capture/reply-view/outcome.ts'
import { type ContentView, isReadable, type ReplyView, readReply } from '../capture/reply-view/reply-view.ts'
import { type Check, type CheckResult, type Observation, resultOf } from './check.ts'
import { type CaseFacts, type StepFacts, targetOf } from './facts.ts'
import type { Evidence, Severity } from './finding.ts'

/** A client request that got an answer, where the scenario has one expected. */
export interface Answer {
  readonly step: StepFacts
  readonly client: Answered['client']
  readonly view: ContentView
  /** What the provider was recorded to say last; absent where none of its replies is an answer. */
  readonly said: Said | undefined
}

/** The provider's own answer. */
export interface Said {
  readonly exchange: Exchange
  readonly surface: string
  readonly view: ContentView
}

/** What sets one check on the content of replies apart from another. */
export interface ContentRule {
  readonly id: string
  readonly title: string
  /** Default: high. */
  readonly severity?: Severity
  /** Whether there is anything to look at. Default: always. */
  concerns?(answer: Answer, facts: CaseFacts): boolean
  /** What is wrong, as one sentence without a full stop. */
  differs(answer: Answer, facts: CaseFacts): string | undefined
}

/** A check on what successful replies say. What cannot be read is a finding of `reply/text`. */
export function contentCheck({ id, title, severity = 'high', concerns, differs }: ContentRule): Check {
  return {
    id,
    title,
    severity,
    judge: ({ facts }) => {
      if (facts.steps.every((step) => !isAnswered(step))) return withoutAnswer(facts)
      const looked = answersOf(facts).filter((answer) => concerns?.(answer, facts) ?? true)
      if (looked.length === 0) return { kind: 'none' }
      return resultOf(
        looked.flatMap((answer) => {
          const message = differs(answer, facts)
          return message === undefined ? [] : [{ message, evidence: answerEvidence(answer) }]
        }),
      )
    },
  }
}

/** Most checks of replies ask for the same. */
const known = new WeakMap<CaseFacts, readonly Answer[]>()

/** Every answer that can be read. */
export function answersOf(facts: CaseFacts): readonly Answer[] {
  const answers = known.get(facts) ?? readAnswers(facts)
  known.set(facts, answers)
  return answers
}

function readAnswers(facts: CaseFacts): readonly Answer[] {
  return facts.steps.filter(isAnswered).flatMap((step) => {
    if (mayBreakOff(step) && outcomeOf(step.client.reply, facts.surfaces.client) === 'cut') return []
    const view = readReply(step.client.reply, facts.surfaces.client)
    return view.kind === 'content' ? [{ step, client: step.client, view, said: saidBy(step, facts) }] : []
  })
}

/** Then half an answer that passes for no more is right, however its connection ended. */
function mayBreakOff({ outcomes }: StepFacts): boolean {
  return outcomes.includes('cut')
}

/** Of an answer that cannot be read: why, where the scenario expects nothing but an answer. Of vectors `reply/vectors` speaks. */
export function unreadableAnswers(facts: CaseFacts): readonly Observation[] {
  if (!isReadable(facts.surfaces.client)) return []
  return facts.steps.filter(isAnswered).flatMap((step) => {
    const view = readReply(step.client.reply, facts.surfaces.client)
    // Where the scenario allows other outcomes, `expect/client` speaks of them.
    if (view.kind === 'content' || step.outcomes.length > 1) return []
    return [{ message: reasonOf(view), evidence: [replyEvidence(step.client)] }]
  })
}

function reasonOf(view: Exclude<ReplyView, ContentView>): string {
  return view.kind === 'error'
    ? `the reply ends with an error: ${view.message}`
    : `the reply cannot be read: ${view.reason}`
}

type Answered = StepFacts & { readonly client: Exchange & { readonly reply: NonNullable<Exchange['reply']> } }

/** Where the scenario does not want an answer, there is nothing to compare with. */
export function isAnswered(step: StepFacts): step is Answered {
  return step.client?.reply?.status === 200 && step.outcomes.includes('ok')
}

function saidBy({ upstream }: StepFacts, facts: CaseFacts): Said | undefined {
  for (const exchange of upstream.toReversed()) {
    const { surface } = targetOf(facts, exchange)
    const view = exchange.reply && readReply({ ...exchange.reply, end: 'complete' }, surface)
    if (view?.kind === 'content') return { exchange, surface, view }
  }
  return undefined
}

/** A refused request has no answer to look at: the refusal is the finding, not what follows from it. */
export function withoutAnswer({ steps }: CaseFacts): CheckResult {
  if (!steps.some(isRefusedUpstream)) return { kind: 'none' }
  return { kind: 'untestable', message: 'the provider refused the request', because: 'contract/upstream-request' }
}

/** A scenario that expects the refusal has nothing else to look at, and misses nothing. */
export function isRefusedUpstream(step: StepFacts): boolean {
  return step.upstream.some(({ verdict }) => verdict?.kind === 'refused' && !step.statuses.includes(verdict.status))
}

export function replyEvidence({ id, hop }: Exchange, pointer = ''): Evidence {
  return { exchange: id, hop, part: 'reply', at: { body: pointer } }
}

/** The client's reply, and the provider's that it is compared with. */
export function answerEvidence({ client, said }: Answer): readonly Evidence[] {
  return said === undefined ? [replyEvidence(client)] : [replyEvidence(client), replyEvidence(said.exchange)]
}
