import { shownValue } from '../../account/leaves.ts'
import { asRecord, asText, type Json, namesIn } from '../../capture/reply-view/content.ts'
import { terminals } from '../../capture/reply-view/responses.ts'
import { faultIf, type GrammarFault, type StreamGrammar } from './grammar.ts'
import { itemLife } from './item-life.ts'

/** Response stream events as OpenAI sends them: each thing begins, goes on and is done. */
export const responsesGrammar: StreamGrammar = (events) => {
  const data = events.flatMap(({ json }) => (json === undefined ? [] : [asRecord(json)]))
  return [
    ...frames(events.map(({ event, json }) => [event, asText(asRecord(json)['type'])] as const)),
    ...faultIf(
      events.some((event) => event.data === '[DONE]'),
      'done',
      'there is a [DONE], which this surface does not have',
    ),
    ...order(data.map(({ type }) => asText(type))),
    ...sequence(data.map((event) => event['sequence_number'])),
    ...oneId(data),
    ...itemLife(data),
  ]
}

/** Clients that listen to the name of an event get no other. */
function frames(names: readonly (readonly [event: string | undefined, type: string])[]): readonly GrammarFault[] {
  const wrong = names.find(([event, type]) => event !== undefined && type !== '' && event !== type)
  return faultIf(
    wrong !== undefined,
    'event-name',
    `an event is called ${wrong?.[0]} and says that it is ${wrong?.[1]}`,
  )
}

function order(types: readonly string[]): readonly GrammarFault[] {
  const ends = types.filter((type) => terminals.has(type))
  const end = types.findIndex((type) => terminals.has(type))
  const after = types.slice(end + 1).find((type) => !terminals.has(type))
  return [
    ...faultIf(types[0] !== 'response.created', 'created-first', `the stream begins with ${types[0] ?? 'nothing'}`),
    ...faultIf(end === -1, 'terminal', 'the stream ends without a terminal event'),
    ...faultIf(ends.length > 1, 'terminal-once', `there are ${ends.length} terminal events: ${ends.join(', ')}`),
    ...faultIf(end !== -1 && after !== undefined, 'terminal-last', `after ${types[end]} comes ${after}`),
  ]
}

function sequence(numbers: readonly unknown[]): readonly GrammarFault[] {
  const absent = numbers.filter((each) => typeof each !== 'number').length
  if (absent > 0)
    return [{ rule: 'sequence', message: `${absent} of ${numbers.length} events have no sequence_number` }]
  const stuck = numbers.findIndex((each, index) => index > 0 && Number(each) <= Number(numbers[index - 1]))
  return [
    ...faultIf(numbers[0] !== 0, 'sequence-start', `sequence_number begins with ${String(numbers[0])}, not with 0`),
    ...faultIf(
      stuck !== -1,
      'sequence-rising',
      `sequence_number does not rise: after ${String(numbers[stuck - 1])} comes ${String(numbers[stuck])}`,
    ),
  ]
}

function oneId(data: readonly Json[]): readonly GrammarFault[] {
  const ids = namesIn(data.map(({ response }) => asRecord(response)['id']))
  return faultIf(ids.length > 1, 'one-id', 'the events of one response give it different ids', shownValue(ids))
}
