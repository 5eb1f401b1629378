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

/** The output of one stream, built from Chat's deltas. Every method returns the events that say what it did. */
export interface OutputStream {
  /** @param more what goes with the delta: its log probabilities, its padding */
  text(delta: string, more: JsonObject): EventBody[]
  refusal(delta: string, more: JsonObject): EventBody[]
  /** @param delta of a tool call, as Chat has it */
  call(delta: JsonObject, more: JsonObject): EventBody[]
  /** Ends what is still open; the last item ends with this status. */
  close(status: ItemStatus): EventBody[]
  /** Those that have ended, in order. */
  items(): readonly OutputItem[]
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

/**
 * A message ends where a call begins, because what is said after a call is another message. Calls end with the stream: until
 * then Chat may go on with any of them.
 */
export function createOutputStream(responseId: string): OutputStream {
  const ended: OutputItem[] = []
  const calls = new Map<unknown, OpenCall>()
  let message: OpenMessage | undefined
  let count = 0

  const opened = (): { readonly message: OpenMessage; readonly events: EventBody[] } => {
    if (message) return { message, events: [] }
    message = { at: count++, id: `msg_${itemId(responseId, count - 1)}`, parts: [] }
    return { message, events: [added(message.at, messageItem(message, 'in_progress'))] }
  }
  const closeMessage = (status: ItemStatus): EventBody[] => {
    if (!message) return []
    const { at } = message
    const item = messageItem(message, status)
    const events = [...partEnded(message), done(at, item)]
    message = undefined
    ended[at] = item
    return events
  }
  const say = (kind: OutputPart['type'], delta: string, more: JsonObject): EventBody[] => {
    const { message: current, events } = opened()
    return [...events, ...extendPart(current, kind, delta, more)]
  }
  return {
    text: (delta, more) => say('output_text', delta, more),
    refusal: (delta, more) => say('refusal', delta, more),
    call: (delta, more) => {
      const known = calls.get(delta['index'])
      if (known) return callDelta(known, piece(delta), more)
      const closing = closeMessage('completed')
      const at = count++
      const call: OpenCall = {
        at,
        item: withInput(callItem(itemId(responseId, at), delta, 'in_progress'), ''),
        text: '',
      }
      calls.set(delta['index'], call)
      return [...closing, added(at, call.item), ...callDelta(call, piece(delta), more)]
    },
    close: (status) => {
      const last = count - 1
      const events = closeMessage(message?.at === last ? status : 'completed')
      for (const call of calls.values()) {
        const item = { ...withInput(call.item, call.text), status: call.at === last ? status : ('completed' as const) }
        ended[call.at] = item
        events.push(inputDone(call), done(call.at, item))
      }
      calls.clear()
      return events
    },
    items: () => ended.filter((item) => item !== undefined),
  }
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

function extendPart(message: OpenMessage, kind: OutputPart['type'], delta: string, more: JsonObject): EventBody[] {
  const events: EventBody[] = []
  if (message.parts.at(-1)?.type !== kind) {
    events.push(...partEnded(message))
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

function partEnded(message: OpenMessage): EventBody[] {
  const part = message.parts.at(-1)
  if (!part) return []
  const place = placeOf(message)
  const said = part.type === 'refusal' ? { refusal: part.refusal } : { text: part.text, logprobs: part.logprobs }
  return [
    { type: `response.${part.type}.done`, ...place, ...said },
    { type: 'response.content_part.done', ...place, part },
  ]
}

/** The piece of arguments or input in a delta of a tool call. */
function piece(delta: JsonObject): string {
  return textOf(membersOf(delta['function'])['arguments']) || textOf(membersOf(delta['custom'])['input'])
}

function callDelta(call: OpenCall, delta: string, { obfuscation }: JsonObject): EventBody[] {
  if (delta === '') return []
  call.text += delta
  const padding = obfuscation === undefined ? {} : { obfuscation }
  return [{ type: `${familyOf(call)}.delta`, item_id: call.item.id, output_index: call.at, delta, ...padding }]
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
