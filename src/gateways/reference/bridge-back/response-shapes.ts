import type { JsonObject } from '../json.ts'

/** Which response it is, whatever is known of it yet. */
export interface ResponseHead {
  readonly id: string
  /** Seconds since 1970. */
  readonly createdAt: number
  /** What the client asked for. */
  readonly model: string
  readonly serviceTier: string | undefined
}

export type ResponseStatus = 'in_progress' | 'completed' | 'incomplete' | 'failed'

/** How far a response has come. */
export interface ResponseState {
  readonly status: ResponseStatus
  readonly incompleteReason?: 'max_output_tokens' | 'content_filter'
  readonly output: readonly OutputItem[]
  readonly usage?: ResponseUsage | undefined
  readonly error?: { readonly code: string; readonly message: string }
}

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete'

export type OutputItem = MessageItem | FunctionCallItem | CustomCallItem

export interface MessageItem {
  readonly id: string
  readonly type: 'message'
  readonly status: ItemStatus
  readonly role: 'assistant'
  readonly content: readonly OutputPart[]
}

export type OutputPart =
  | {
      readonly type: 'output_text'
      readonly text: string
      readonly annotations: readonly JsonObject[]
      readonly logprobs: readonly JsonObject[]
    }
  | { readonly type: 'refusal'; readonly refusal: string }

export interface FunctionCallItem {
  readonly id: string
  readonly type: 'function_call'
  readonly status: ItemStatus
  readonly call_id: string
  readonly name: string
  readonly arguments: string
}

export interface CustomCallItem {
  readonly id: string
  readonly type: 'custom_tool_call'
  readonly status: ItemStatus
  readonly call_id: string
  readonly name: string
  readonly input: string
}

export interface ResponseUsage {
  readonly input_tokens: number
  readonly input_tokens_details: { readonly cached_tokens: number }
  readonly output_tokens: number
  readonly output_tokens_details: { readonly reasoning_tokens: number }
  readonly total_tokens: number
}

/** One event of a Responses stream. */
export interface ResponseEvent {
  readonly type: string
  /** Rises by one from event to event, from 0. */
  readonly sequence_number: number
  readonly [member: string]: unknown
}
