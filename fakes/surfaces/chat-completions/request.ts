import type { Ask } from '../../../src/fake-kit/default-turn.ts'
import { type Fields, fieldsOf, listOf, textOf } from '../fields.ts'
import { servedTier } from '../service-tier.ts'
import { askForTool, type OfferedTool } from '../tool-calls.ts'
import { tokensOf } from '../usage.ts'

/** What of a chat request shapes its answer. */
export interface ChatRequest {
  readonly model: string
  readonly choices: number
  readonly stream: boolean
  readonly includesUsage: boolean
  readonly isObfuscated: boolean
  readonly serviceTier: string
  /** How many alternatives a token; `undefined` when no log probabilities were asked for. */
  readonly logprobs: number | undefined
  readonly tools: readonly OfferedTool[]
  /** The request uses `functions`, the form before `tools`, and is answered in it. */
  readonly usesFunctions: boolean
  readonly inputTokens: number
  readonly ask: Ask
}

export function readChatRequest(body: unknown): ChatRequest {
  const fields = fieldsOf(body)
  const options = fieldsOf(fields['stream_options'])
  const tools = offeredTools(fields)
  return {
    model: textOf(fields['model']),
    choices: typeof fields['n'] === 'number' ? fields['n'] : 1,
    stream: fields['stream'] === true,
    includesUsage: options['include_usage'] === true,
    isObfuscated: options['include_obfuscation'] !== false,
    serviceTier: servedTier(fields['service_tier']),
    logprobs: fields['logprobs'] === true ? Number(fields['top_logprobs'] ?? 0) : undefined,
    tools,
    usesFunctions: listOf(fields['functions']).length > 0,
    inputTokens: tokensOf(fields['messages']),
    ask: { ...askedFormat(fieldsOf(fields['response_format'])), ...askedTool(fields, tools) },
  }
}

function offeredTools(fields: Fields): readonly OfferedTool[] {
  const functions = listOf(fields['functions']).map((tool) => functionTool(fieldsOf(tool)))
  const tools = listOf(fields['tools']).map((tool): OfferedTool => {
    const { type, function: definition, custom } = fieldsOf(tool)
    if (type !== 'custom') return functionTool(fieldsOf(definition))
    return { kind: 'custom', name: textOf(fieldsOf(custom)['name']), schema: undefined }
  })
  return [...tools, ...functions]
}

function functionTool(definition: Fields): OfferedTool {
  return { kind: 'function', name: textOf(definition['name']), schema: definition['parameters'] }
}

function askedTool(fields: Fields, tools: readonly OfferedTool[]): Ask {
  const choice = fields['tool_choice'] ?? fields['function_call']
  if (choice === 'required') return askForTool(tools, undefined)
  const { function: named, custom, name, allowed_tools: allowed } = fieldsOf(choice)
  const wanted = textOf(fieldsOf(named ?? custom)['name'] ?? name)
  if (wanted !== '') return askForTool(tools, wanted)
  const { mode, tools: names } = fieldsOf(allowed)
  return mode === 'required' ? askForTool(tools, textOf(fieldsOf(fieldsOf(listOf(names)[0])['function'])['name'])) : {}
}

function askedFormat(format: Fields): Ask {
  if (format['type'] === 'json_object') return { json: {} }
  if (format['type'] === 'json_schema') return { json: { schema: fieldsOf(format['json_schema'])['schema'] } }
  return {}
}
