import { sameJson, shownValue } from '../account/leaves.ts'
import { asRecord, asRecords, asText, type Json } from '../capture/reply-view/content.ts'
import { type StreamEvent, streamEvents } from '../capture/reply-view/decoded.ts'
import { finishedItems, type OutputView, readDeltas, readOutput, terminals } from '../capture/reply-view/responses.ts'
import type { Surface } from '../contract/surface.ts'
import { type Answer, answersOf, replyEvidence } from './answered.ts'
import { type Check, resultOf } from './check.ts'
import { chatGrammar } from './stream-grammar/chat.ts'
import type { GrammarFault, StreamGrammar } from './stream-grammar/grammar.ts'
import { responsesGrammar } from './stream-grammar/responses.ts'
import { asksForUsage } from './usage.ts'

export const streamGrammar: Check = streamCheck(
  'stream/grammar',
  'A stream has the events of its surface: in order, each thing begun and ended once, and nothing after the end',
  { 'chat-completions': chatGrammar, responses: responsesGrammar },
)

/** There are three ways to read a Responses stream, and clients use each of them. */
export const streamAddsUp: Check = streamCheck(
  'stream/adds-up',
  'Whoever reads the deltas, the finished items or the final response of a stream reads the same',
  { responses: differences },
)

function streamCheck(id: string, title: string, grammars: Readonly<Partial<Record<Surface, StreamGrammar>>>): Check {
  return {
    id,
    title,
    severity: 'high',
    judge: ({ facts }) => {
      const surface = facts.surfaces.client
      const grammar = grammars[surface]
      const streams = answersOf(facts).flatMap((answer) => {
        const events = streamEvents(answer.client.reply)
        return events === undefined ? [] : [{ answer, events }]
      })
      if (grammar === undefined || streams.length === 0) return { kind: 'none' }
      return resultOf(
        streams.flatMap(({ answer, events }) =>
          faultsOf(grammar, events, answer, surface).map(({ message, shown }) => {
            return { message, evidence: [{ ...replyEvidence(answer.client), ...(shown && { shown }) }] }
          }),
        ),
      )
    },
  }
}

/** What the provider's own stream of the same surface does as well, is not the gateway's doing. */
function faultsOf(
  grammar: StreamGrammar,
  events: readonly StreamEvent[],
  { client, said }: Answer,
  surface: Surface,
): readonly GrammarFault[] {
  const asked = { usage: asksForUsage(client.request.body) }
  const faults = grammar(events, asked)
  const own = said?.surface === surface && faults.length > 0 ? streamEvents(said.exchange.reply) : undefined
  const excused = new Set(own && grammar(own, asked).map(({ rule }) => rule))
  return faults.filter(({ rule }) => !excused.has(rule))
}

type Reading = Pick<OutputView, 'text' | 'refusal' | 'toolCalls'>

function differences(events: readonly StreamEvent[]): readonly GrammarFault[] {
  const data = events.map(({ json }) => asRecord(json))
  const terminal = data.findLast(({ type }) => terminals.has(asText(type)))
  const finished: Reading = readOutput(asRecords(asRecord(terminal?.['response'])['output']))
  const done: Reading = readOutput(finishedItems(data))
  const spoken: Reading = { ...readDeltas(data), toolCalls: spokenCalls(data, done) }
  return [
    ...difference('deltas', spoken, 'finished items', done),
    ...difference('finished items', done, 'final response', finished),
  ]
}

function difference(oneName: string, one: Reading, otherName: string, other: Reading): readonly GrammarFault[] {
  const pairs = [
    ['text', one.text, other.text],
    ['refusal', one.refusal, other.refusal],
    ['calls', one.toolCalls, other.toolCalls],
  ] as const
  return pairs
    .filter(([, left, right]) => !sameJson(left, right))
    .map(([what, left, right]) => ({
      rule: `${what} ${otherName}`,
      message: `the ${what} of the ${oneName} and of the ${otherName} differ`,
      shown: `${shownValue(left)} and ${shownValue(right)}`,
    }))
}

const inputDeltas: ReadonlySet<string> = new Set([
  'response.function_call_arguments.delta',
  'response.custom_tool_call_input.delta',
])

/** The finished calls with the inputs that their deltas spell. A call without deltas is as it is. */
function spokenCalls(data: readonly Json[], done: Reading): Reading['toolCalls'] {
  const inputs = new Map<unknown, string>()
  for (const { type, item_id: id, delta } of data) {
    if (inputDeltas.has(asText(type))) inputs.set(id, (inputs.get(id) ?? '') + asText(delta))
  }
  const idOfCall = new Map(finishedItems(data).map((item) => [asText(item['call_id']), item['id']]))
  return done.toolCalls.map((call) => ({ ...call, arguments: inputs.get(idOfCall.get(call.id)) ?? call.arguments }))
}
