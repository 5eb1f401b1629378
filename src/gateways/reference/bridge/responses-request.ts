import type { JsonObject } from '../json.ts'
import { inputItems } from './input-items.ts'
import {
  into,
  keep,
  lift,
  listAt,
  objectAt,
  only,
  type Rewrite,
  type Rewrites,
  rename,
  rewrite,
  rewriteTagged,
  served,
} from './rewrite.ts'
import { responsesToolChoice, responsesTools } from './tools.ts'

export interface BridgedRequest {
  /** A Responses request, `model` still the client's. */
  readonly request: JsonObject
  /** Chat fields without a counterpart, as paths into the client's body: `stop`, `messages[0].name`. */
  readonly lost: readonly string[]
}

/**
 * A Chat Completions request as a Responses request. Values that have the same meaning are not looked at: judging them is the
 * provider's business.
 * @throws GatewayRefusal 400 where the body has not the shape that a translation needs
 */
export function responsesRequest(chat: JsonObject): BridgedRequest {
  const lost: string[] = []
  listAt(chat['messages'], 'messages')
  const request = rewrite(withOneTokenLimit(chat, lost), chatFields, '', lost)
  return { request, lost }
}

const formats: Readonly<Record<string, Rewrites>> = {
  text: { type: keep },
  json_object: { type: keep },
  json_schema: { type: keep, json_schema: lift({ name: keep, description: keep, schema: keep, strict: keep }) },
}

const textFormat: Rewrite = (value, { at, lost }) => {
  if (value === null) return {}
  const format = rewriteTagged(value, formats, at, lost)
  return format ? { text: { format } } : {}
}

const logprobs: Rewrite = (value, member) =>
  value === true ? { include: ['message.output_text.logprobs'] } : only((asked) => asked === false)(value, member)

/** `include_usage` asks for what the Responses API always reports: the gateway leaves it out or passes it on by itself. */
const streamOptions: Rewrite = (value, { at, lost }) => {
  if (value === null) return {}
  const options = rewrite(objectAt(value, at), { include_usage: served, include_obfuscation: keep }, at, lost)
  return Object.keys(options).length > 0 ? { stream_options: options } : {}
}

const chatFields: Rewrites = {
  model: keep,
  messages: (value, { lost }) => ({ input: inputItems(value, lost) }),
  tools: responsesTools,
  tool_choice: responsesToolChoice,
  response_format: textFormat,
  verbosity: into('text', 'verbosity'),
  reasoning_effort: into('reasoning', 'effort'),
  max_tokens: rename('max_output_tokens'),
  max_completion_tokens: rename('max_output_tokens'),
  logprobs,
  n: only((value) => value === 1),
  modalities: only((value) => Array.isArray(value) && value.every((modality) => modality === 'text')),
  stream_options: streamOptions,
  top_logprobs: keep,
  metadata: keep,
  store: keep,
  stream: keep,
  temperature: keep,
  top_p: keep,
  parallel_tool_calls: keep,
  service_tier: keep,
  user: keep,
  safety_identifier: keep,
  prompt_cache_key: keep,
  prompt_cache_retention: keep,
  prompt_cache_options: keep,
  moderation: keep,
}

/** Both limits stand for the same field, and one that is null limits nothing; of two that differ only the newer can be kept. */
function withOneTokenLimit(chat: JsonObject, lost: string[]): JsonObject {
  const { max_tokens: older, ...withNewer } = chat
  const { max_completion_tokens: newer, ...withOlder } = chat
  if (newer == null) return older == null ? chat : withOlder
  if (older != null && older !== newer) lost.push('max_tokens')
  return withNewer
}
