import type { Call } from '../../../src/fake-kit/reply.ts'
import type { Turn, TurnFinish } from '../../../src/fake-kit/turn.ts'
import { tokenLogprobs } from '../logprobs.ts'
import { type WireCall, wireCalls } from '../tool-calls.ts'
import { usageOf } from '../usage.ts'
import type { ChatRequest } from './request.ts'

/** One choice, before it is written whole or in chunks. */
export interface ChatChoice {
  readonly index: number
  /** `null`: only tools are called, or the model declines. */
  readonly content: string | null
  readonly refusal: string | null
  readonly calls: readonly WireCall[]
  readonly finish: string
}

/** The answer to a chat request, whole or streamed. */
export interface ChatAnswer {
  readonly id: string
  readonly created: number
  readonly choices: readonly ChatChoice[]
  readonly usage: object
}

const finishReasons: Readonly<Record<TurnFinish, string>> = {
  stop: 'stop',
  'tool-calls': 'tool_calls',
  length: 'length',
  'content-filter': 'content_filter',
}

export function chatAnswer(request: ChatRequest, turn: Turn, call: Call): ChatAnswer {
  const id = call.id('completion')
  const choices: ChatChoice[] = []
  for (let index = 0; index < request.choices; index++) choices.push(choiceOf(request, turn, call, index))
  return { id, created: call.now, choices, usage: usageObject(request, turn) }
}

function choiceOf(request: ChatRequest, turn: Turn, call: Call, index: number): ChatChoice {
  const calls = wireCalls(turn, request.tools, call)
  const finish = turn.finish ?? (calls.length > 0 ? 'tool-calls' : 'stop')
  const saysMore = calls.length > 0 || turn.refusal !== undefined
  return {
    index,
    content: turn.text ?? (saysMore ? null : ''),
    refusal: turn.refusal ?? null,
    calls,
    finish: finish === 'tool-calls' && request.usesFunctions ? 'function_call' : finishReasons[finish],
  }
}

function usageObject(request: ChatRequest, turn: Turn): object {
  const { input, output, cachedInput, reasoning } = usageOf(turn, request.inputTokens)
  const completion = output * request.choices
  return {
    prompt_tokens: input,
    completion_tokens: completion,
    total_tokens: input + completion,
    prompt_tokens_details: { cached_tokens: cachedInput, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }
}

/** Of the text, of the refusal, or of both; `{}` when the request did not ask for them. */
export function chatLogprobs(
  { logprobs }: ChatRequest,
  { content, refusal }: { readonly content: string | null; readonly refusal: string | null },
): { readonly logprobs?: object } {
  if (logprobs === undefined) return {}
  const tokens = (text: string | null) => (text === null ? null : tokenLogprobs(text, logprobs))
  return { logprobs: { content: tokens(content), refusal: tokens(refusal) } }
}
