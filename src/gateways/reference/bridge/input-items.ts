import { type JsonObject, objectsIn } from '../json.ts'
import { malformed } from '../refusal.ts'
import {
  become,
  keep,
  lift,
  listAt,
  objectAt,
  type Rewrite,
  type Rewrites,
  rename,
  rewrite,
  rewriteList,
  served,
  type TaggedRewrites,
} from './rewrite.ts'

const inputParts: TaggedRewrites = {
  text: { type: become('input_text'), text: keep, prompt_cache_breakpoint: keep },
  image_url: {
    type: become('input_image'),
    image_url: lift({ url: rename('image_url'), detail: keep }),
    prompt_cache_breakpoint: keep,
  },
  file: {
    type: become('input_file'),
    file: lift({ file_id: keep, file_data: keep, filename: keep }),
    prompt_cache_breakpoint: keep,
  },
  input_audio: { type: keep, input_audio: keep },
}

const spokenParts: TaggedRewrites = {
  text: { type: become('output_text'), text: keep },
  refusal: { type: keep, refusal: keep },
}

const toolCalls: TaggedRewrites = {
  function: {
    type: become('function_call'),
    id: rename('call_id'),
    function: lift({ name: keep, arguments: keep }),
  },
  custom: {
    type: become('custom_tool_call'),
    id: rename('call_id'),
    custom: lift({ name: keep, input: keep }),
  },
}

/**
 * Chat messages as Responses input items, in order.
 * @throws GatewayRefusal 400
 */
export function inputItems(messages: unknown, lost: string[]): JsonObject[] {
  const list = listAt(messages, 'messages').map((message, index) => objectAt(message, `messages[${index}]`))
  const customCalls = new Set(list.flatMap(customCallIds))
  return list.flatMap((message, index) => itemsOf(message, { at: `messages[${index}]`, lost, customCalls }))
}

interface Place {
  readonly at: string
  readonly lost: string[]
  /** Ids of the calls of custom tools, whose results are another kind of item. */
  readonly customCalls: ReadonlySet<unknown>
}

function itemsOf(message: JsonObject, place: Place): JsonObject[] {
  switch (message['role']) {
    case 'system':
    case 'developer':
    case 'user':
      return [said(message, { role: keep, content: partsBy(inputParts) }, place)]
    case 'assistant':
      return assistantItems(message, place)
    case 'tool':
      return [toolResult(message, place)]
    case 'function':
      place.lost.push(place.at)
      return []
    default:
      throw malformed(`'${place.at}.role' is no role of a chat message.`, `${place.at}.role`)
  }
}

function said(message: JsonObject, rewrites: Rewrites, { at, lost }: Place): JsonObject {
  return { type: 'message', ...rewrite(message, rewrites, at, lost) }
}

/** What was said comes before what was called; either may be absent. */
function assistantItems(message: JsonObject, place: Place): JsonObject[] {
  const { refusal, ...item } = said(
    message,
    { role: keep, content: partsBy(spokenParts), refusal: keep, tool_calls: served },
    place,
  )
  const content = refusal == null ? item['content'] : [...partsOf(item['content']), { type: 'refusal', refusal }]
  const calls = rewriteList(message['tool_calls'] ?? [], toolCalls, `${place.at}.tool_calls`, place.lost)
  return content == null ? calls : [{ ...item, content }, ...calls]
}

function partsOf(content: unknown): readonly unknown[] {
  if (Array.isArray(content)) return content
  return content == null ? [] : [{ type: 'output_text', text: content }]
}

function toolResult(message: JsonObject, place: Place): JsonObject {
  const isCustom = place.customCalls.has(message['tool_call_id'])
  const output: Rewrite = (value, member) => ({ output: partsBy(inputParts)(value, member)['content'] })
  return {
    type: isCustom ? 'custom_tool_call_output' : 'function_call_output',
    ...rewrite(message, { role: served, tool_call_id: rename('call_id'), content: output }, place.at, place.lost),
  }
}

/** A string stays a string; a list is rewritten part by part. */
function partsBy(parts: TaggedRewrites): Rewrite {
  return (value, { name, at, lost }) => ({ [name]: Array.isArray(value) ? rewriteList(value, parts, at, lost) : value })
}

function customCallIds(message: JsonObject): unknown[] {
  return objectsIn(message['tool_calls'])
    .filter(({ type }) => type === 'custom')
    .map(({ id }) => id)
}
