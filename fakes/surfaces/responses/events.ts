import type { StreamEvent } from '../../../src/fake-kit/reply.ts'
import type { TurnFailure } from '../../../src/fake-kit/turn.ts'
import { argumentPieces, beforeDelta, inTurns, textPieces } from '../deltas.ts'
import { failureError } from '../failure.ts'
import type { ResponseAnswer } from './answer.ts'
import {
  type CallItem,
  closedItem,
  type MessagePart,
  type OutputItem,
  openedItem,
  partObject,
  summaryPart,
  textLogprobs,
} from './output.ts'

export interface EventOptions {
  readonly interleaved: boolean
  readonly failure: TurnFailure | undefined
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
  const { failure } = options
  const said = itemsSaid(answer, options)
  const bodies: readonly EventBody[] = [
    { type: 'response.created', response: answer.begun('in_progress') },
    { type: 'response.in_progress', response: answer.begun('in_progress') },
    ...(failure === undefined ? said : beforeDelta(said, ({ type }) => type.endsWith('.delta'), failure.after ?? 0)),
    failure?.as === 'error' ? errorEvent(failure) : { type: `response.${answer.end}`, response: answer.finished },
  ]
  return bodies.map(({ type, ...rest }, index) => ({ event: type, data: { type, sequence_number: index, ...rest } }))
}

/** Sent nested, documented flat: dyad-sh/dyad#1672. */
function errorEvent(failure: TurnFailure): EventBody {
  const error = failureError(failure)
  if (failure.form !== 'flat') return { type: 'error', error }
  const { code, message, param } = error
  return { type: 'error', code, message, param }
}

/** Calls may be interleaved; what comes before them is said one by one. */
function itemsSaid(answer: ResponseAnswer, options: EventOptions): readonly EventBody[] {
  const lives = answer.items.map((item, index) => ({ ...itemEvents(answer, item, index, options), kind: item.kind }))
  const calls = lives.filter(({ kind }) => kind === 'call')
  const others = lives.filter(({ kind }) => kind !== 'call')
  return [...oneByOne(others), ...(options.interleaved ? interleave(calls) : oneByOne(calls))]
}

function oneByOne(lives: readonly ItemEvents[]): readonly EventBody[] {
  return lives.flatMap(({ opening, deltas, closing }) => [...opening, ...deltas, ...closing])
}

function interleave(lives: readonly ItemEvents[]): readonly EventBody[] {
  const deltas = lives.map((life) => life.deltas)
  return [...lives.flatMap((life) => life.opening), ...inTurns(deltas), ...lives.flatMap((life) => life.closing)]
}

function itemEvents(answer: ResponseAnswer, item: OutputItem, index: number, options: EventOptions): ItemEvents {
  const place = { output_index: index }
  const added = { type: 'response.output_item.added', ...place, item: openedItem(item) }
  const done = { type: 'response.output_item.done', ...place, item: closedItem(item, answer.statusOf(index)) }
  const { opening, deltas, closing } = contentEvents(item, index, options)
  return { opening: [added, ...opening], deltas, closing: [...closing, done] }
}

function contentEvents(item: OutputItem, index: number, options: EventOptions): ItemEvents {
  const place = { output_index: index }
  switch (item.kind) {
    case 'reasoning':
      return {
        opening: [],
        deltas: item.summary.flatMap((text, part) =>
          summaryEvents(text, { item_id: item.id, ...place, summary_index: part }, options),
        ),
        closing: [],
      }
    case 'message':
      return {
        opening: [],
        deltas: item.parts.flatMap((part, at) =>
          partEvents(part, { item_id: item.id, ...place, content_index: at }, options),
        ),
        closing: [],
      }
    case 'call':
      return inputEvents(item, index, options)
  }
}

function summaryEvents(text: string, place: object, { padding }: EventOptions): readonly EventBody[] {
  const family = 'response.reasoning_summary_text'
  return [
    { type: 'response.reasoning_summary_part.added', ...place, part: summaryPart('') },
    ...textPieces(text).map((delta) => ({ type: `${family}.delta`, ...place, delta, ...padding(delta) })),
    { type: `${family}.done`, ...place, text },
    { type: 'response.reasoning_summary_part.done', ...place, part: summaryPart(text) },
  ]
}

function partEvents(part: MessagePart, place: object, options: EventOptions): readonly EventBody[] {
  return [
    { type: 'response.content_part.added', ...place, part: partObject(part, '') },
    ...(part.kind === 'text' ? textEvents(part, place, options) : refusalEvents(part, place, options)),
    { type: 'response.content_part.done', ...place, part: partObject(part, part.text) },
  ]
}

function textEvents({ text, logprobs }: MessagePart, place: object, { padding }: EventOptions): readonly EventBody[] {
  const family = 'response.output_text'
  const deltas = textPieces(text).map((delta) => ({
    type: `${family}.delta`,
    ...place,
    delta,
    logprobs: textLogprobs(delta, logprobs),
    ...padding(delta),
  }))
  return [...deltas, { type: `${family}.done`, ...place, text, logprobs: textLogprobs(text, logprobs) }]
}

function refusalEvents({ text }: MessagePart, place: object, { padding }: EventOptions): readonly EventBody[] {
  const family = 'response.refusal'
  const deltas = textPieces(text).map((delta) => ({ type: `${family}.delta`, ...place, delta, ...padding(delta) }))
  return [...deltas, { type: `${family}.done`, ...place, refusal: text }]
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
