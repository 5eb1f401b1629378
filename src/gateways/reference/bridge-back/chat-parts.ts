import { randomUUID } from 'node:crypto'
import { type JsonObject, membersOf, numberOf, objectsIn, textOf } from '../json.ts'
import type { ResponseHead, ResponseState, ResponseUsage } from './response-shapes.ts'

/** What JSON replies and streams of Chat Completions have in common, in the terms of the Responses API. */
export function headOf(completion: JsonObject, model: string): ResponseHead {
  const { id, created, service_tier: tier } = completion
  const own = textOf(id).replace(/^chatcmpl-/, '') || randomUUID().replaceAll('-', '')
  return {
    id: `resp_${own}`,
    createdAt: Math.floor(numberOf(created)),
    model,
    serviceTier: typeof tier === 'string' ? tier : undefined,
  }
}

/** How the response ends that Chat finished for this reason; without one the model just stopped. */
export function endOf(
  finish: unknown,
): Pick<ResponseState, 'incompleteReason'> & { status: 'completed' | 'incomplete' } {
  switch (finish) {
    case 'length':
      return { status: 'incomplete', incompleteReason: 'max_output_tokens' }
    case 'content_filter':
      return { status: 'incomplete', incompleteReason: 'content_filter' }
    default:
      return { status: 'completed' }
  }
}

/** Every detail is there, also where Chat leaves it out: clients of the Responses API rely on them. */
export function usageOf(usage: JsonObject): ResponseUsage {
  const { prompt_tokens, completion_tokens, total_tokens, prompt_tokens_details, completion_tokens_details } = usage
  return {
    input_tokens: numberOf(prompt_tokens),
    input_tokens_details: { cached_tokens: numberOf(membersOf(prompt_tokens_details)['cached_tokens']) },
    output_tokens: numberOf(completion_tokens),
    output_tokens_details: { reasoning_tokens: numberOf(membersOf(completion_tokens_details)['reasoning_tokens']) },
    total_tokens: numberOf(total_tokens),
  }
}

/** Of a choice. Chat's `bytes` may be null, those of the Responses API are a list. */
export function logprobsOf(logprobs: unknown): JsonObject[] {
  return objectsIn(membersOf(logprobs)['content']).map((token) => ({
    ...withBytes(token),
    top_logprobs: objectsIn(token['top_logprobs']).map(withBytes),
  }))
}

function withBytes(token: JsonObject): JsonObject {
  return { ...token, bytes: token['bytes'] ?? [] }
}

/** Chat keeps what an annotation says one level deeper. */
export function annotationsOf(annotations: unknown): JsonObject[] {
  return objectsIn(annotations).map(({ type, ...rest }) => ({ type, ...membersOf(rest[textOf(type)]) }))
}

const errorCodes: ReadonlySet<string> = new Set([
  'server_error',
  'rate_limit_exceeded',
  'invalid_prompt',
  'vector_store_timeout',
  'invalid_image',
  'invalid_image_format',
  'invalid_base64_image',
  'invalid_image_url',
  'image_too_large',
  'image_too_small',
  'image_parse_error',
  'image_content_policy_violation',
  'invalid_image_mode',
  'image_file_too_large',
  'unsupported_image_media_type',
  'empty_image_file',
  'failed_to_download_image',
  'image_file_not_found',
])

/** The words of an error as those of a failed response, whose codes are a closed list. */
export function responseErrorOf(error: unknown): { readonly code: string; readonly message: string } {
  const { code, message } = membersOf(error)
  const known = typeof code === 'string' && errorCodes.has(code)
  return { code: known ? code : 'server_error', message: textOf(message) || 'The provider failed to answer.' }
}
