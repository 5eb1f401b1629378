import type { ErrorObject } from '../refusal.ts'

/** A Chat Completions reply, as far as the bridge writes it. */
export interface ChatCompletion extends ChatEnvelope {
  readonly object: 'chat.completion'
  readonly choices: readonly ChatChoice[]
  readonly usage?: ChatUsage
}

/** One event of a Chat Completions stream. */
export interface ChatChunk extends ChatEnvelope {
  readonly object: 'chat.completion.chunk'
  readonly choices: readonly ChatChunkChoice[]
  /** Only when the client asked for it: `null`, and the numbers in a last chunk without choices. */
  readonly usage?: ChatUsage | null
  readonly obfuscation?: string
}

/** How a stream says that it failed. Nothing follows it. */
export interface StreamFailure {
  readonly error: ErrorObject
}

export interface ChatEnvelope {
  readonly id: string
  /** Seconds since 1970. */
  readonly created: number
  readonly model: string
  readonly service_tier?: string
}

export type ChatFinish = 'stop' | 'tool_calls' | 'length' | 'content_filter'

export interface ChatChoice {
  readonly index: number
  readonly message: ChatMessage
  readonly logprobs: ChatLogprobs | null
  readonly finish_reason: ChatFinish
}

export interface ChatMessage {
  readonly role: 'assistant'
  readonly content: string | null
  readonly refusal: string | null
  readonly tool_calls?: readonly ChatToolCall[]
}

export type ChatToolCall =
  | {
      readonly id: string
      readonly type: 'function'
      readonly function: { readonly name: string; readonly arguments: string }
    }
  | { readonly id: string; readonly type: 'custom'; readonly custom: { readonly name: string; readonly input: string } }

export interface ChatChunkChoice {
  readonly index: number
  readonly delta: ChatDelta
  readonly logprobs: ChatLogprobs | null
  readonly finish_reason: ChatFinish | null
}

export interface ChatDelta {
  readonly role?: 'assistant'
  readonly content?: string | null
  readonly refusal?: string
  readonly tool_calls?: readonly ChatToolCallDelta[]
}

/** The first delta of a call has its id, type and name; the further ones a piece of its arguments or input. */
export interface ChatToolCallDelta {
  readonly index: number
  readonly id?: string
  readonly type?: 'function' | 'custom'
  readonly function?: { readonly name?: string; readonly arguments: string }
  readonly custom?: { readonly name?: string; readonly input: string }
}

export interface ChatLogprobs {
  readonly content: readonly unknown[]
  readonly refusal: null
}

export interface ChatUsage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly total_tokens: number
  readonly prompt_tokens_details: { readonly cached_tokens: number }
  readonly completion_tokens_details: { readonly reasoning_tokens: number }
}
