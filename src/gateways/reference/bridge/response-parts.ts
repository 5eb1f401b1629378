import { type JsonObject, membersOf, numberOf, objectsIn, textOf } from '../json.ts'
import { type ErrorObject, GatewayRefusal } from '../refusal.ts'
import type { ChatEnvelope, ChatFinish, ChatLogprobs, ChatUsage } from './chat-shapes.ts'

/** What JSON replies and streams of the Responses API have in common, in Chat's terms. */
export function envelopeOf(response: JsonObject, model: string): ChatEnvelope {
  const tier = response['service_tier']
  return {
    id: textOf(response['id']).replace(/^(resp_)?/, 'chatcmpl-'),
    created: Math.floor(numberOf(response['created_at'])),
    model,
    ...(typeof tier === 'string' && { service_tier: tier }),
  }
}

/** Why the model stopped. An unfinished response never stopped by itself. */
export function finishOf(response: JsonObject, hasCalls: boolean): ChatFinish {
  if (response['status'] === 'incomplete') {
    const { reason } = membersOf(response['incomplete_details'])
    return reason === 'content_filter' ? 'content_filter' : 'length'
  }
  return hasCalls ? 'tool_calls' : 'stop'
}

export function usageOf(response: JsonObject): ChatUsage | undefined {
  const usage = response['usage']
  if (usage == null) return undefined
  const { input_tokens, output_tokens, total_tokens, input_tokens_details, output_tokens_details } = membersOf(usage)
  return {
    prompt_tokens: numberOf(input_tokens),
    completion_tokens: numberOf(output_tokens),
    total_tokens: numberOf(total_tokens),
    prompt_tokens_details: { cached_tokens: numberOf(membersOf(input_tokens_details)['cached_tokens']) },
    completion_tokens_details: { reasoning_tokens: numberOf(membersOf(output_tokens_details)['reasoning_tokens']) },
  }
}

/** `null` when there are none, as Chat has it. */
export function logprobsOf(tokens: readonly JsonObject[]): ChatLogprobs | null {
  if (tokens.length === 0) return null
  return { content: tokens.map(withBytes), refusal: null }
}

/** Stream deltas of the Responses API leave out `bytes`, which Chat always has. */
function withBytes(token: JsonObject): JsonObject {
  const others = objectsIn(token['top_logprobs']).map((other) => ({ ...other, bytes: other['bytes'] ?? null }))
  return { ...token, bytes: token['bytes'] ?? null, top_logprobs: others }
}

/** Of the codes a failed response may carry; every other one speaks of the request. */
const statusOfCode: ReadonlyMap<string, number> = new Map([
  ['server_error', 500],
  ['rate_limit_exceeded', 429],
  ['vector_store_timeout', 504],
])

/** A failure that the provider reported inside a reply, with the status it would have had as a reply of its own. */
export function failureOf(error: unknown): GatewayRefusal {
  const { message, type, param, code } = membersOf(error)
  const status = typeof code === 'string' ? (statusOfCode.get(code) ?? 400) : 502
  const known: Partial<ErrorObject> = {
    ...(typeof type === 'string' && { type }),
    ...(typeof param === 'string' && { param }),
    ...(typeof code === 'string' && { code }),
  }
  return new GatewayRefusal(status, { message: textOf(message) || 'The provider failed to answer.', ...known })
}
