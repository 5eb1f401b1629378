import { type JsonObject, membersOf, textOf } from '../json.ts'
import { callItem, itemId } from './output-items.ts'
import type {
  CustomCallItem,
  FunctionCallItem,
  ItemStatus,
  MessageItem,
  OutputItem,
  OutputPart,
} from './response-shapes.ts'

/** An event without its number. */
export interface EventBody {
  readonly type: string
  readonly [member: string]: unknown
}

/**
 * The output of one stream, built from Chat's deltas. A message ends where a call begins, because what is said after a call is
 * another message. Calls end with the stream: until then Chat may go on with any of them.
 */
export interface Output {
  readonly responseId: string
  /** By Chat's index. */
  readonly calls: Map<unknown, OpenCall>
  message: OpenMessage | undefined
  /** By their index; those that are still open are missing. */
  readonly ended: OutputItem[]
  /** How many items have begun. */
  count: number
}

interface OpenMessage {
  readonly at: number
  readonly id: string
  readonly parts: OutputPart[]
}

interface OpenCall {
  readonly at: number
  readonly item: FunctionCallItem | CustomCallItem
  text: string
}

export function createOutput(responseId: string): Output {
  return { responseId, calls: new Map(), message: undefined, ended: [], count: 0 }
}

/**
 * A piece of a text or of a refusal, and the events that say so.
 * @param more what goes with the delta: its log probabilities, its padding
 */
export function say(output: Output, kind: OutputPart['type'], delta: string, more: JsonObject): EventBody[] {
  if (delta === '') return []
  const events: EventBody[] = []
  if (!output.message) {
    const at = output.count++
    output.message = { at, id: `msg_${itemId(output.responseId, at)}`, parts: [] }
    events.push(added(at, messageItem(output.message, 'in_progress')))
  }
  events.push(...extendMessage(output.message, kind, delta, more))
  return events
}

/** A piece of a tool call, as Chat has it, and the events that say so. */
export function sayCall(output: Output, delta: JsonObject, more: JsonObject): EventBody[] {
  const events: EventBody[] = []
  let call = output.calls.get(delta['index'])
  if (!call) {
    events.push(...closeMessage(output, 'completed'))
    const at = output.count++
    call = { at, item: withInput(callItem(itemId(output.responseId, at), delta, 'in_progress'), ''), text: '' }
    output.calls.set(delta['index'], call)
    events.push(added(at, call.item))
  }
  events.push(...extendCall(call, delta, more))
  return events
}

/** Ends what is still open. @param status of the last item */
export function closeOutput(output: Output, status: ItemStatus): EventBody[] {
  const statusAt = (at: number): ItemStatus => (at === output.count - 1 ? status : 'completed')
  const events = output.message ? closeMessage(output, statusAt(output.message.at)) : []
  for (const call of output.calls.values()) {
    const item = { ...withInput(call.item, call.text), status: statusAt(call.at) }
    output.ended[call.at] = item
    events.push(inputDone(call), done(call.at, item))
  }
  return events
}

function closeMessage(output: Output, status: ItemStatus): EventBody[] {
  const { message } = output
  if (!message) return []
  const item = messageItem(message, status)
  output.message = undefined
  output.ended[message.at] = item
  return [...partDone(message), done(message.at, item)]
}

function added(output_index: number, item: OutputItem): EventBody {
  return { type: 'response.output_item.added', output_index, item }
}

function done(output_index: number, item: OutputItem): EventBody {
  return { type: 'response.output_item.done', output_index, item }
}

function messageItem({ id, parts }: OpenMessage, status: ItemStatus): MessageItem {
  return { id, type: 'message', status, role: 'assistant', content: [...parts] }
}

/** What every event of the message's last part says of its place. */
function placeOf({ at, id, parts }: OpenMessage): JsonObject {
  return { item_id: id, output_index: at, content_index: parts.length - 1 }
}

function extendMessage(message: OpenMessage, kind: OutputPart['type'], delta: string, more: JsonObject): EventBody[] {
  const events: EventBody[] = []
  if (message.parts.at(-1)?.type !== kind) {
    events.push(...partDone(message))
    message.parts.push(
      kind === 'refusal' ? { type: kind, refusal: '' } : { type: kind, text: '', annotations: [], logprobs: [] },
    )
    events.push({ type: 'response.content_part.added', ...placeOf(message), part: message.parts.at(-1) })
  }
  const part = message.parts.pop()
  if (part) message.parts.push(extended(part, delta, more))
  const { logprobs, ...padding } = more
  const said = kind === 'refusal' ? { delta } : { delta, logprobs }
  events.push({ type: `response.${kind}.delta`, ...placeOf(message), ...said, ...padding })
  return events
}

function extended(part: OutputPart, delta: string, { logprobs }: JsonObject): OutputPart {
  if (part.type === 'refusal') return { ...part, refusal: part.refusal + delta }
  const tokens = Array.isArray(logprobs) ? logprobs : []
  return { ...part, text: part.text + delta, logprobs: [...part.logprobs, ...tokens] }
}

function partDone(message: OpenMessage): EventBody[] {
  const part = message.parts.at(-1)
  if (!part) return []
  const place = placeOf(message)
  const said = part.type === 'refusal' ? { refusal: part.refusal } : { text: part.text, logprobs: part.logprobs }
  return [
    { type: `response.${part.type}.done`, ...place, ...said },
    { type: 'response.content_part.done', ...place, part },
  ]
}

function extendCall(call: OpenCall, { function: named, custom }: JsonObject, more: JsonObject): EventBody[] {
  const delta = textOf(membersOf(named)['arguments']) || textOf(membersOf(custom)['input'])
  if (delta === '') return []
  call.text += delta
  return [{ type: `${familyOf(call)}.delta`, item_id: call.item.id, output_index: call.at, delta, ...more }]
}

function inputDone(call: OpenCall): EventBody {
  const { item, text } = call
  const said = item.type === 'function_call' ? { arguments: text } : { input: text }
  return { type: `${familyOf(call)}.done`, item_id: item.id, output_index: call.at, ...said }
}

function familyOf({ item }: OpenCall): string {
  return item.type === 'function_call' ? 'response.function_call_arguments' : 'response.custom_tool_call_input'
}

function withInput(item: FunctionCallItem | CustomCallItem, text: string): FunctionCallItem | CustomCallItem {
  return item.type === 'function_call' ? { ...item, arguments: text } : { ...item, input: text }
}
