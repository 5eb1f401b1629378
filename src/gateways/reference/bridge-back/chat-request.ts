import type { BridgedRequest } from '../bridge/responses-request.ts'
import {
  into,
  keep,
  lift,
  listAt,
  only,
  type Rewrite,
  type Rewrites,
  rename,
  rewrite,
  rewriteTagged,
  served,
  type TaggedRewrites,
  unlessNull,
} from '../bridge/rewrite.ts'
import type { JsonObject } from '../json.ts'
import { chatMessages } from './chat-messages.ts'
import { chatToolChoice, chatTools, withoutIdleToolSettings } from './chat-tools.ts'

/**
 * A Responses request as a Chat Completions request. Values that have the same meaning are not looked at: judging them is the
 * provider's business.
 * @throws GatewayRefusal 400 where the body has not the shape that a translation needs
 */
export function chatRequest(asked: JsonObject): BridgedRequest {
  const lost: string[] = []
  const { model, ...rest } = asked
  const messages = chatMessages(asked, lost)
  const request = withoutIdleToolSettings(rewrite(rest, responseFields, '', lost))
  return { request: { model, messages, ...withUsage(request) }, lost }
}

/** Every Responses stream ends with its usage; a Chat stream tells it when it is asked to. */
function withUsage(request: JsonObject): JsonObject {
  if (request['stream'] !== true) return request
  return { ...request, stream_options: { ...optionsOf(request), include_usage: true } }
}

function optionsOf({ stream_options }: JsonObject): object {
  return typeof stream_options === 'object' && stream_options !== null ? stream_options : {}
}

const formats: TaggedRewrites = {
  text: { type: keep },
  json_object: { type: keep },
  json_schema: {
    type: keep,
    name: into('json_schema', 'name'),
    description: into('json_schema', 'description'),
    schema: into('json_schema', 'schema'),
    strict: into('json_schema', 'strict'),
  },
}

const responseFormat: Rewrite = (value, { at, lost }) => {
  const format = rewriteTagged(value, formats, at, lost)
  return format ? { response_format: format } : {}
}

const include: Rewrite = (value, { at, lost }) => {
  const asked = listAt(value, at)
  asked.forEach((name, index) => {
    if (name !== 'message.output_text.logprobs') lost.push(`${at}[${index}]`)
  })
  return asked.includes('message.output_text.logprobs') ? { logprobs: true } : {}
}

/** Chat takes it only beside `logprobs`. */
const topLogprobs: Rewrite = (value, { name }) => ({ logprobs: true, [name]: value })

const responseFields: Rewrites = {
  // Both are told by the messages.
  instructions: served,
  input: served,
  tools: unlessNull(chatTools),
  tool_choice: unlessNull(chatToolChoice),
  parallel_tool_calls: unlessNull(keep),
  text: unlessNull(lift({ format: unlessNull(responseFormat), verbosity: keep })),
  reasoning: unlessNull(lift({ effort: rename('reasoning_effort') })),
  max_output_tokens: rename('max_completion_tokens'),
  include: unlessNull(include),
  top_logprobs: unlessNull(topLogprobs),
  background: only((value) => value === false),
  truncation: only((value) => value === 'disabled'),
  stream_options: unlessNull(keep),
  stream: keep,
  metadata: keep,
  store: keep,
  temperature: keep,
  top_p: keep,
  presence_penalty: keep,
  frequency_penalty: keep,
  service_tier: keep,
  user: keep,
  safety_identifier: keep,
  prompt_cache_key: keep,
  prompt_cache_retention: keep,
  prompt_cache_options: keep,
  moderation: keep,
}
