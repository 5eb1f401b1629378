import type { Call } from '../../../src/fake-kit/reply.ts'
import type { Turn } from '../../../src/fake-kit/turn.ts'
import { tokenLogprobs } from '../logprobs.ts'
import { type WireCall, wireCalls } from '../tool-calls.ts'
import type { ResponseRequest } from './request.ts'

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete'

export interface MessageItem {
  readonly kind: 'message'
  readonly id: string
  readonly text: string
  /** Of each token alternatives to give; `undefined`: no log probabilities. */
  readonly logprobs: number | undefined
}

export interface CallItem {
  readonly kind: 'call'
  readonly id: string
  readonly call: WireCall
}

export type OutputItem = MessageItem | CallItem

/** The message first, when the turn says anything or does nothing at all, then its calls. */
export function outputItems(request: ResponseRequest, turn: Turn, call: Call): readonly OutputItem[] {
  const calls = wireCalls(turn, request.tools, call)
  const text = turn.text ?? (calls.length > 0 ? undefined : '')
  const message: readonly OutputItem[] =
    text === undefined ? [] : [{ kind: 'message', id: call.id('message'), text, logprobs: request.logprobs }]
  return [...message, ...calls.map((each): OutputItem => ({ kind: 'call', id: callItemId(each, call), call: each }))]
}

function callItemId({ kind }: WireCall, call: Call): string {
  return call.id(kind === 'custom' ? 'custom-call' : 'function-call')
}

/** An item as it stands when it begins. */
export function openedItem(item: OutputItem): object {
  return item.kind === 'message' ? messageObject(item, 'in_progress', []) : callObject(item, 'in_progress', '')
}

/** An item as it stands at its end, and in the response. */
export function closedItem(item: OutputItem, status: ItemStatus): object {
  if (item.kind === 'call') return callObject(item, status, item.call.input)
  return messageObject(item, status, [textPart(item, item.text)])
}

/** @param text what the part holds so far */
export function textPart({ logprobs }: MessageItem, text: string): object {
  return { type: 'output_text', annotations: [], logprobs: textLogprobs(text, logprobs), text }
}

export function textLogprobs(text: string, alternatives: number | undefined): readonly object[] {
  return alternatives === undefined ? [] : tokenLogprobs(text, alternatives)
}

function messageObject({ id }: MessageItem, status: ItemStatus, content: readonly object[]): object {
  return { id, type: 'message', status, content, role: 'assistant' }
}

function callObject({ id, call }: CallItem, status: ItemStatus, input: string): object {
  return call.kind === 'custom'
    ? { id, type: 'custom_tool_call', status, call_id: call.id, input, name: call.name }
    : { id, type: 'function_call', status, arguments: input, call_id: call.id, name: call.name }
}
