import type { Exchange } from '../capture/exchange.ts'
import { outcomeOf, writtenOutcome } from '../capture/reply-view/outcome.ts'
import { readReply } from '../capture/reply-view/reply-view.ts'
import { type Check, type Observation, resultOf } from './check.ts'
import { type CaseFacts, type StepFacts, targetOf } from './facts.ts'

export const failureVisible: Check = {
  id: 'stream/failure-visible',
  title: 'An answer that fails or breaks off upstream is not presented as complete to the client',
  severity: 'high',
  judge: ({ facts }) => {
    const broken = facts.steps.filter((step) => isBroken(facts, step))
    if (broken.length === 0) return { kind: 'none' }
    return resultOf(broken.flatMap((step) => hiddenFailure(facts, step)))
  },
}

/** No request of the step was answered in full; a retry that was, or a fallback, makes up for the others. */
function isBroken(facts: CaseFacts, { upstream }: StepFacts): boolean {
  const asked = upstream.filter(({ verdict }) => verdict?.kind === 'accepted')
  return asked.length > 0 && asked.every((each) => writtenOutcome(each.reply, targetOf(facts, each).surface) !== 'ok')
}

function hiddenFailure(facts: CaseFacts, { client, upstream }: StepFacts): Observation[] {
  const { surfaces } = facts
  const last = upstream.at(-1)
  if (client?.reply === undefined || last === undefined) return []
  if (outcomeOf(client.reply, surfaces.client) !== 'ok') return []
  return [
    {
      message: `${whatHappened(last, targetOf(facts, last).surface)}, and the client gets an answer that is presented as complete`,
      evidence: [
        { exchange: last.id, hop: 'upstream', part: 'reply', at: { body: '' } },
        { exchange: client.id, hop: 'client', part: 'reply', at: { body: '' } },
      ],
    },
  ]
}

function whatHappened({ reply }: Exchange, surface: string): string {
  if (writtenOutcome(reply, surface) === 'cut' || reply === undefined) return "the provider's answer broke off"
  const view = readReply(reply, surface)
  const words = view.kind === 'error' ? view.message : view.kind === 'content' ? view.error : undefined
  return words === undefined ? 'the provider failed' : `the provider failed with the words: ${words}`
}
