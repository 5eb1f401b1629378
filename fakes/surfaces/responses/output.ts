import type { Call } from '../../../src/fake-kit/reply.ts'
import type { Turn, TurnReasoning } from '../../../src/fake-kit/turn.ts'
import { tokenLogprobs } from '../logprobs.ts'
import { type WireCall, wireCalls } from '../tool-calls.ts'
import type { ResponseRequest } from './request.ts'

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete'

export interface MessageItem {
  readonly kind: 'message'
  readonly id: string
  readonly parts: readonly MessagePart[]
}

export interface MessagePart {
  readonly kind: 'text' | 'refusal'
  readonly text: string
  /** Of each token alternatives to give; `undefined`: no log probabilities. */
  readonly logprobs: number | undefined
}

export interface CallItem {
  readonly kind: 'call'
  readonly id: string
  readonly call: WireCall
}

export interface ReasoningItem {
  readonly kind: 'reasoning'
  readonly id: string
  readonly summary: readonly string[]
  readonly encrypted: string | undefined
}

export type OutputItem = ReasoningItem | MessageItem | CallItem

/** What was reasoned, the message, when the turn says anything or does nothing at all, then its calls. */
export function outputItems(request: ResponseRequest, turn: Turn, call: Call): readonly OutputItem[] {
  const calls = wireCalls(turn, request.tools, call)
  const parts = messageParts(request, turn, calls.length > 0)
  return [
    ...(turn.reasoning === undefined ? [] : [reasoningItem(request, turn.reasoning, call)]),
    ...(parts.length === 0 ? [] : [{ kind: 'message', id: call.id('message'), parts } as const]),
    ...calls.map((each): OutputItem => ({ kind: 'call', id: callItemId(each, call), call: each })),
  ]
}

function messageParts(
  { logprobs }: ResponseRequest,
  { text, refusal }: Turn,
  isCalling: boolean,
): readonly MessagePart[] {
  const parts: readonly MessagePart[] = [
    ...(text === undefined ? [] : [{ kind: 'text', text, logprobs } as const]),
    ...(refusal === undefined ? [] : [{ kind: 'refusal', text: refusal, logprobs } as const]),
  ]
  return parts.length > 0 || isCalling ? parts : [{ kind: 'text', text: '', logprobs }]
}

/** Its id is spelt as a message's, with a prefix of its own. */
function reasoningItem(
  request: ResponseRequest,
  { summary = [], encrypted }: TurnReasoning,
  call: Call,
): ReasoningItem {
  return {
    kind: 'reasoning',
    id: call.id('message').replace(/^[a-z]+_/, 'rs_'),
    summary: request.wantsSummary ? summary : [],
    encrypted: request.wantsEncryptedReasoning ? (encrypted ?? `gAAAAA${call.noise(60)}`) : undefined,
  }
}

function callItemId({ kind }: WireCall, call: Call): string {
  return call.id(kind === 'custom' ? 'custom-call' : 'function-call')
}

/** An item as it stands when it begins. */
export function openedItem(item: OutputItem): object {
  switch (item.kind) {
    case 'reasoning':
      return reasoningObject(item, [])
    case 'message':
      return messageObject(item, 'in_progress', [])
    case 'call':
      return callObject(item, 'in_progress', '')
  }
}

/** An item as it stands at its end, and in the response. */
export function closedItem(item: OutputItem, status: ItemStatus): object {
  switch (item.kind) {
    case 'reasoning':
      return reasoningObject(item, item.summary)
    case 'message':
      return messageObject(
        item,
        status,
        item.parts.map((part) => partObject(part, part.text)),
      )
    case 'call':
      return callObject(item, status, item.call.input)
  }
}

/** @param text what the part holds so far */
export function partObject({ kind, logprobs }: MessagePart, text: string): object {
  if (kind === 'refusal') return { type: 'refusal', refusal: text }
  return { type: 'output_text', annotations: [], logprobs: textLogprobs(text, logprobs), text }
}

export function summaryPart(text: string): object {
  return { type: 'summary_text', text }
}

export function textLogprobs(text: string, alternatives: number | undefined): readonly object[] {
  return alternatives === undefined ? [] : tokenLogprobs(text, alternatives)
}

/** Without a status, as recorded: openai/codex, 2025-09. */
function reasoningObject({ id, encrypted }: ReasoningItem, summary: readonly string[]): object {
  const content = encrypted === undefined ? {} : { encrypted_content: encrypted }
  return { id, type: 'reasoning', ...content, summary: summary.map(summaryPart) }
}

function messageObject({ id }: MessageItem, status: ItemStatus, content: readonly object[]): object {
  return { id, type: 'message', status, content, role: 'assistant' }
}

function callObject({ id, call }: CallItem, status: ItemStatus, input: string): object {
  return call.kind === 'custom'
    ? { id, type: 'custom_tool_call', status, call_id: call.id, input, name: call.name }
    : { id, type: 'function_call', status, arguments: input, call_id: call.id, name: call.name }
}
