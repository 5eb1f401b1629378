import {
  become,
  into,
  keep,
  listAt,
  objectAt,
  type Rewrite,
  type Rewrites,
  rename,
  rewrite,
  rewriteList,
  rewriteTagged,
  served,
  type TaggedRewrites,
  unlessNull,
} from '../bridge/rewrite.ts'
import type { JsonObject } from '../json.ts'
import { malformed } from '../refusal.ts'
import { inChatOrder } from './chat-order.ts'

/**
 * Instructions and input items as Chat messages: one leading system message, calls with the text they were made beside, and
 * results after their calls.
 * @param lost collects what Chat has no place for, as paths into the Responses body
 * @throws GatewayRefusal 400
 */
export function chatMessages({ instructions, input }: JsonObject, lost: string[]): JsonObject[] {
  const led = instructions == null || instructions === '' ? [] : [{ role: 'system', content: instructions }]
  return inChatOrder([...led, ...said(input, lost)])
}

function said(input: unknown, lost: string[]): JsonObject[] {
  if (input == null) return []
  if (typeof input === 'string') return [{ role: 'user', content: input }]
  return listAt(input, 'input').flatMap((item, index) => {
    const at = `input[${index}]`
    return messagesOf(objectAt(item, at), at, lost)
  })
}

/** What only says which item it is: every surface mints its own. */
const minted: Rewrites = { type: served, id: served, status: served }

const userParts: TaggedRewrites = {
  input_text: { type: become('text'), text: keep, prompt_cache_breakpoint: unlessNull(keep) },
  input_image: {
    type: become('image_url'),
    image_url: unlessNull(into('image_url', 'url')),
    detail: unlessNull(into('image_url', 'detail')),
    prompt_cache_breakpoint: unlessNull(keep),
  },
  input_file: {
    type: become('file'),
    file_id: unlessNull(into('file', 'file_id')),
    filename: unlessNull(into('file', 'filename')),
    file_data: unlessNull(into('file', 'file_data')),
    prompt_cache_breakpoint: unlessNull(keep),
  },
  input_audio: { type: keep, input_audio: keep },
}

const spokenParts: TaggedRewrites = {
  output_text: { type: become('text'), text: keep },
  refusal: { type: keep, refusal: keep },
}

const calls: TaggedRewrites = {
  function_call: {
    ...minted,
    type: become('function'),
    call_id: rename('id'),
    name: into('function', 'name'),
    arguments: into('function', 'arguments'),
  },
  custom_tool_call: {
    ...minted,
    type: become('custom'),
    call_id: rename('id'),
    name: into('custom', 'name'),
    input: into('custom', 'input'),
  },
}

function messagesOf(item: JsonObject, at: string, lost: string[]): JsonObject[] {
  switch (item['type'] ?? (item['role'] === undefined ? 'item_reference' : 'message')) {
    case 'message':
      return [message(item, at, lost)]
    case 'function_call_output':
    case 'custom_tool_call_output':
      return toolResult(item, at, lost)
    default: {
      const call = rewriteTagged(item, calls, at, lost)
      return call ? [{ role: 'assistant', tool_calls: [call] }] : []
    }
  }
}

function message(item: JsonObject, at: string, lost: string[]): JsonObject {
  switch (item['role']) {
    case 'system':
    case 'developer':
    case 'user':
      return rewrite(item, { ...minted, role: keep, content: partsBy(userParts) }, at, lost)
    case 'assistant':
      return rewrite(item, { ...minted, role: keep, content: partsBy(spokenParts) }, at, lost)
    default:
      throw malformed(`'${at}.role' is no role of an input item.`, `${at}.role`)
  }
}

/** A string stays a string; a list is rewritten part by part. */
function partsBy(parts: TaggedRewrites): Rewrite {
  return (value, { name, at, lost }) => ({ [name]: Array.isArray(value) ? rewriteList(value, parts, at, lost) : value })
}

/** Chat takes text alone from a tool; what else it gave is shown in a message of the user's. */
function toolResult(item: JsonObject, at: string, lost: string[]): JsonObject[] {
  const rewrites: Rewrites = {
    ...minted,
    type: () => ({ role: 'tool' }),
    call_id: rename('tool_call_id'),
    output: toolOutput,
  }
  const result = rewrite(item, rewrites, at, lost)
  const { content } = result
  if (!Array.isArray(content)) return [result]
  const texts = content.filter(({ type }) => type === 'text')
  const shown = content.filter(({ type }) => type !== 'text')
  const answer = { ...result, content: texts.length > 0 ? texts : '' }
  return shown.length > 0 ? [answer, { role: 'user', content: shown }] : [answer]
}

const toolOutput: Rewrite = (value, { at, lost }) => ({
  content: Array.isArray(value) ? rewriteList(value, userParts, at, lost) : value,
})
