import { sameJson, shownValue } from '../account/leaves.ts'
import type { ChoiceView } from '../capture/reply-view/content.ts'
import { type Answer, contentCheck } from './answered.ts'
import type { Check } from './check.ts'

export const replyRefusal: Check = contentCheck({
  id: 'reply/refusal',
  title: 'A client whose request the model declines reads that it does, and in which words',
  concerns: ({ view, said }) => said !== undefined && (said.view.refusal !== '' || view.refusal !== ''),
  differs: ({ view, said }) =>
    view.refusal === said?.view.refusal
      ? undefined
      : `the refusal is ${shownValue(view.refusal)}, the model declined with ${shownValue(said?.view.refusal)}`,
})

/** A bridge may find no place for reasoning on the other surface; one surface always has the same. */
export const replyReasoning: Check = contentCheck({
  id: 'reply/reasoning',
  title: 'What the model shows of its reasoning, and what it seals for the next turn, reaches the client',
  concerns: (answer, { surfaces }) =>
    isShown(answer, surfaces.client) || (answer.said !== undefined && reasoningOf(answer.view) !== ''),
  differs: ({ view, said }) => {
    if (said === undefined) return undefined
    if (view.reasoning !== said.view.reasoning) {
      return `the reasoning is ${shownValue(view.reasoning)}, the provider showed ${shownValue(said.view.reasoning)}`
    }
    if (sameJson(view.sealedReasoning, said.view.sealedReasoning)) return undefined
    return `the reasoning is sealed as ${shownValue(view.sealedReasoning)}, by the provider as ${shownValue(said.view.sealedReasoning)}`
  },
})

function isShown({ said }: Answer, clientSurface: string): boolean {
  return said !== undefined && said.surface === clientSurface && reasoningOf(said.view) !== ''
}

function reasoningOf({ reasoning, sealedReasoning }: Answer['view']): string {
  return reasoning + sealedReasoning.join('')
}

export const replyChoices: Check = contentCheck({
  id: 'reply/choices',
  title: 'The client gets as many choices as the model gave, and each says what it said',
  concerns: ({ said }) => said !== undefined,
  differs: ({ view, said }) => {
    const [got, wanted] = [view.choices, said?.view.choices ?? []]
    if (got.length < wanted.length) return `the client gets ${got.length} of ${wanted.length} choices`
    if (got.length > wanted.length) return `one answer reaches the client as ${got.length} choices`
    // Of the first speak the other checks of replies.
    const other = wanted.findIndex((choice, index) => index > 0 && !sameJson(saidIn(choice), saidIn(got[index])))
    return other === -1 ? undefined : `choice ${other} ${difference(saidIn(got[other]), saidIn(wanted[other]))}`
  },
})

/** What is compared of a choice, by the words in which a report speaks of it. */
function saidIn(choice: ChoiceView | undefined): Readonly<Record<string, unknown>> {
  return {
    says: choice?.text,
    refuses: choice?.refusal,
    calls: choice?.toolCalls.map(({ name }) => name),
    'finishes as': choice?.finish ?? null,
  }
}

function difference(got: ReturnType<typeof saidIn>, wanted: ReturnType<typeof saidIn>): string | undefined {
  const verb = Object.keys(wanted).find((each) => !sameJson(got[each], wanted[each])) ?? ''
  return `${verb} ${shownValue(got[verb])}, with the provider ${shownValue(wanted[verb])}`
}

export const replyLogprobs: Check = contentCheck({
  id: 'reply/logprobs',
  title: 'A client that asks for log probabilities gets those of every token',
  severity: 'medium',
  concerns: ({ said }) => said !== undefined && said.view.logprobs.length > 0,
  differs: ({ view, said }) => {
    const wanted = said?.view.logprobs ?? []
    if (sameJson(view.logprobs, wanted)) return undefined
    const lost = wanted.length - view.logprobs.length
    return lost > 0
      ? `${lost} of ${wanted.length} tokens come without their log probabilities`
      : 'the log probabilities are not those of the provider'
  },
})
