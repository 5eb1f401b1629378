import type { StreamEvent } from '../../../src/fake-kit/reply.ts'
import { argumentPieces, inTurns, textPieces } from '../deltas.ts'
import type { ResponseAnswer } from './answer.ts'
import { type CallItem, closedItem, type MessageItem, openedItem, textLogprobs, textPart } from './output.ts'

export interface EventOptions {
  readonly interleaved: boolean
  /** Padding for a delta; empty when the request switched it off. */
  padding(delta: string): object
}

interface EventBody {
  readonly type: string
  readonly [field: string]: unknown
}

/** What a stream says of one item. */
interface ItemEvents {
  readonly opening: readonly EventBody[]
  readonly deltas: readonly EventBody[]
  readonly closing: readonly EventBody[]
}

/** The life of a response: created, in progress, its items with their parts and deltas, and its end. */
export function eventsOf(answer: ResponseAnswer, options: EventOptions): readonly StreamEvent[] {
  const lives = answer.items.map((item, index) => ({ ...itemEvents(answer, item, index, options), kind: item.kind }))
  const message = lives.filter(({ kind }) => kind === 'message')
  const calls = lives.filter(({ kind }) => kind === 'call')
  const bodies: readonly EventBody[] = [
    { type: 'response.created', response: answer.begun('in_progress') },
    { type: 'response.in_progress', response: answer.begun('in_progress') },
    ...oneByOne(message),
    ...(options.interleaved ? interleave(calls) : oneByOne(calls)),
    { type: `response.${answer.end}`, response: answer.finished },
  ]
  return bodies.map(({ type, ...rest }, index) => ({ event: type, data: { type, sequence_number: index, ...rest } }))
}

function oneByOne(lives: readonly ItemEvents[]): readonly EventBody[] {
  return lives.flatMap(({ opening, deltas, closing }) => [...opening, ...deltas, ...closing])
}

function interleave(lives: readonly ItemEvents[]): readonly EventBody[] {
  const deltas = lives.map((life) => life.deltas)
  return [...lives.flatMap((life) => life.opening), ...inTurns(deltas), ...lives.flatMap((life) => life.closing)]
}

function itemEvents(
  answer: ResponseAnswer,
  item: MessageItem | CallItem,
  index: number,
  options: EventOptions,
): ItemEvents {
  const place = { output_index: index }
  const added = { type: 'response.output_item.added', ...place, item: openedItem(item) }
  const done = { type: 'response.output_item.done', ...place, item: closedItem(item, answer.statusOf(index)) }
  const { opening, deltas, closing } =
    item.kind === 'message' ? textEvents(item, index, options) : inputEvents(item, index, options)
  return { opening: [added, ...opening], deltas, closing: [...closing, done] }
}

function textEvents(item: MessageItem, index: number, { padding }: EventOptions): ItemEvents {
  const place = { item_id: item.id, output_index: index, content_index: 0 }
  const deltas = textPieces(item.text).map((delta) => ({
    type: 'response.output_text.delta',
    ...place,
    delta,
    logprobs: textLogprobs(delta, item.logprobs),
    ...padding(delta),
  }))
  const logprobs = textLogprobs(item.text, item.logprobs)
  return {
    opening: [{ type: 'response.content_part.added', ...place, part: textPart(item, '') }],
    deltas,
    closing: [
      { type: 'response.output_text.done', ...place, text: item.text, logprobs },
      { type: 'response.content_part.done', ...place, part: textPart(item, item.text) },
    ],
  }
}

function inputEvents({ id, call }: CallItem, index: number, { padding }: EventOptions): ItemEvents {
  const place = { item_id: id, output_index: index }
  const isCustom = call.kind === 'custom'
  const field = isCustom ? 'input' : 'arguments'
  const family = isCustom ? 'response.custom_tool_call_input' : 'response.function_call_arguments'
  const deltas = argumentPieces(call.input).map((delta) => ({
    type: `${family}.delta`,
    ...place,
    delta,
    ...padding(delta),
  }))
  return { opening: [], deltas, closing: [{ type: `${family}.done`, ...place, [field]: call.input }] }
}
