import { shownValue } from '../../account/leaves.ts'
import { asCount, asRecord, asRecords, asText, type Json, namesIn } from '../../capture/reply-view/content.ts'
import { faultIf, type GrammarFault, type StreamGrammar } from './grammar.ts'

/** `chat.completion.chunk` events as OpenAI sends them and its clients put them together. */
export const chatGrammar: StreamGrammar = (events, asked) => {
  const chunks = events.flatMap(({ json }) => (json === undefined ? [] : [asRecord(json)]))
  return [
    ...terminator(events.map(({ data }) => data)),
    ...oneId(chunks),
    ...[...piecesByChoice(chunks)].flatMap(([choice, pieces]) => [
      ...role(choice, pieces),
      ...finish(choice, pieces),
      ...calls(choice, pieces),
    ]),
    ...usage(chunks, asked.usage),
  ]
}

function terminator(data: readonly string[]): readonly GrammarFault[] {
  const first = data.indexOf('[DONE]')
  const after = data.slice(first + 1).find((each) => each !== '[DONE]')
  return [
    ...faultIf(first === -1, 'done', 'the stream ends without [DONE]'),
    ...faultIf(data.filter((each) => each === '[DONE]').length > 1, 'done-once', 'there is more than one [DONE]'),
    ...faultIf(first !== -1 && after !== undefined, 'done-last', 'something comes after [DONE]', shownValue(after)),
  ]
}

function oneId(chunks: readonly Json[]): readonly GrammarFault[] {
  const ids = namesIn(chunks.map(({ id }) => id))
  return faultIf(ids.length > 1, 'one-id', 'the chunks of one answer have different ids', shownValue(ids))
}

function piecesByChoice(chunks: readonly Json[]): Map<number, Json[]> {
  const pieces = new Map<number, Json[]>()
  for (const piece of chunks.flatMap(({ choices }) => asRecords(choices))) {
    const index = asCount(piece['index']) ?? 0
    const known = pieces.get(index)
    if (known === undefined) pieces.set(index, [piece])
    else known.push(piece)
  }
  return pieces
}

/** Clients join texts, roles among them. */
function role(choice: number, pieces: readonly Json[]): readonly GrammarFault[] {
  const roles = pieces.map(({ delta }) => asText(asRecord(delta)['role']))
  const named = roles.filter((each) => each !== '')
  return [
    ...faultIf(roles[0] !== 'assistant', 'role-first', `choice ${choice} does not begin with the role`),
    ...faultIf(named.length > 1, 'role-once', `choice ${choice} names its role ${named.length} times`),
  ]
}

function finish(choice: number, pieces: readonly Json[]): readonly GrammarFault[] {
  const ends = pieces.filter(({ finish_reason: reason }) => reason != null)
  const end = pieces.findIndex(({ finish_reason: reason }) => reason != null)
  const late = end === -1 ? undefined : pieces.slice(end + 1).find(saysAnything)
  return [
    ...faultIf(end === -1, 'finish', `choice ${choice} never finishes`),
    ...faultIf(ends.length > 1, 'finish-once', `choice ${choice} finishes ${ends.length} times`),
    ...faultIf(late !== undefined, 'finish-last', `choice ${choice} goes on after its finish`),
  ]
}

function saysAnything({ delta }: Json): boolean {
  const { content, refusal, tool_calls: calls } = asRecord(delta)
  return asText(content) !== '' || asText(refusal) !== '' || asRecords(calls).length > 0
}

/** The first delta of a call has its id and name, the further ones its index and a piece of its arguments. */
function calls(choice: number, pieces: readonly Json[]): readonly GrammarFault[] {
  const faults = new Map<string, GrammarFault>()
  const add = (rule: string, message: string) => faults.set(rule, { rule, message })
  const ids = new Map<unknown, string>()
  for (const call of pieces.flatMap(({ delta }) => asRecords(asRecord(delta)['tool_calls']))) {
    const { index, id } = call
    const name = asText(asRecord(call['function'] ?? call['custom'])['name'])
    const known = ids.get(index)
    if (known === undefined) {
      if (index !== ids.size) add('call-index', `call ${ids.size} of choice ${choice} has the index ${String(index)}`)
      if (asText(id) === '' || name === '') add('call-head', `call ${String(index)} begins without its id or its name`)
      ids.set(index, asText(id))
    } else {
      if (asText(id) !== '' && id !== known) add('call-id', `call ${String(index)} changes its id on the way`)
      if (name !== '') add('call-name', `call ${String(index)} names its tool more than once`)
    }
  }
  return [...faults.values()]
}

function usage(chunks: readonly Json[], isAsked: boolean): readonly GrammarFault[] {
  const counted = chunks.filter((chunk) => chunk['usage'] != null)
  if (!isAsked) return faultIf(counted.length > 0, 'usage-unasked', 'the usage is told though nobody asked for it')
  const [first] = counted
  if (first === undefined) return []
  return [
    ...faultIf(counted.length > 1, 'usage-once', `the usage is told in ${counted.length} chunks`),
    ...faultIf(asRecords(first['choices']).length > 0, 'usage-alone', 'the chunk with the usage has choices'),
    ...faultIf(chunks.at(-1)?.['usage'] == null, 'usage-last', 'after the usage come further chunks'),
  ]
}
