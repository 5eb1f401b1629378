import type { Ask } from '../../../src/fake-kit/default-turn.ts'
import { type Fields, fieldsOf, listOf, textOf } from '../fields.ts'
import { servedTier } from '../service-tier.ts'
import { askForTool, type OfferedTool } from '../tool-calls.ts'
import { tokensOf } from '../usage.ts'

/** What of a Responses request shapes its answer. */
export interface ResponseRequest {
  /** The body itself; a response repeats most of it. */
  readonly fields: Fields
  readonly stream: boolean
  readonly isObfuscated: boolean
  readonly isStored: boolean
  readonly inBackground: boolean
  readonly servedTier: string
  /** How many alternatives a token; `undefined` when no log probabilities were asked for. */
  readonly logprobs: number | undefined
  readonly wantsSummary: boolean
  readonly wantsEncryptedReasoning: boolean
  readonly tools: readonly OfferedTool[]
  readonly inputTokens: number
  readonly ask: Ask
}

export function readResponseRequest(body: unknown): ResponseRequest {
  const fields = fieldsOf(body)
  const tools = listOf(fields['tools']).flatMap((tool) => offeredTools(fieldsOf(tool)))
  const included = listOf(fields['include'])
  const { summary, generate_summary: olderName } = fieldsOf(fields['reasoning'])
  return {
    fields,
    stream: fields['stream'] === true,
    isObfuscated: fieldsOf(fields['stream_options'])['include_obfuscation'] !== false,
    isStored: fields['store'] !== false,
    inBackground: fields['background'] === true,
    servedTier: servedTier(fields['service_tier']),
    logprobs: included.includes('message.output_text.logprobs') ? Number(fields['top_logprobs'] ?? 0) : undefined,
    wantsSummary: typeof (summary ?? olderName) === 'string',
    wantsEncryptedReasoning: included.includes('reasoning.encrypted_content'),
    tools,
    inputTokens: tokensOf(fields['instructions'] ?? '') + tokensOf(fields['input'] ?? ''),
    ask: { ...askedFormat(fieldsOf(fieldsOf(fields['text'])['format'])), ...askedTool(fields['tool_choice'], tools) },
  }
}

/** Tools that the provider runs by itself are none that the model can ask its caller for. */
function offeredTools(tool: Fields): readonly OfferedTool[] {
  const name = textOf(tool['name'])
  switch (tool['type']) {
    case 'function':
      return [{ kind: 'function', name, schema: tool['parameters'] }]
    case 'custom':
      return [{ kind: 'custom', name, schema: undefined }]
    default:
      return []
  }
}

function askedTool(choice: unknown, tools: readonly OfferedTool[]): Ask {
  if (choice === 'required') return askForTool(tools, undefined)
  const { type, name, mode, tools: allowed } = fieldsOf(choice)
  if (type === 'function' || type === 'custom') return askForTool(tools, textOf(name))
  const isForced = type === 'allowed_tools' && mode === 'required'
  return isForced ? askForTool(tools, textOf(fieldsOf(listOf(allowed)[0])['name'])) : {}
}

function askedFormat(format: Fields): Ask {
  if (format['type'] === 'json_object') return { json: {} }
  return format['type'] === 'json_schema' ? { json: { schema: format['schema'] } } : {}
}
