import { isRecord, type Pointer } from '../../contract/pointer.ts'
import { lookUp } from '../look-up.ts'
import { partsOf, structureOf, toUnitRole, type Unit, type UnitKind } from './unit.ts'

/** The conversation of a Responses body: `instructions`, then `input`. */
export function readResponseItems(body: unknown): Unit[] {
  if (!isRecord(body)) return []
  const { instructions, input } = body
  const units: Unit[] = []
  if (typeof instructions === 'string') units.push(plainText('system', '/instructions', instructions))
  if (typeof input === 'string') units.push(plainText('user', '/input', input))
  if (Array.isArray(input)) units.push(...input.flatMap((item, index) => readItem(item, `/input/${index}`)))
  return units
}

function plainText(role: Unit['role'], pointer: Pointer, value: string): Unit {
  return { kind: 'text', role, parts: [{ name: 'text', pointer, value }], structure: [] }
}

/** Members of an item that a surface mints and that say nothing of the client's. */
const minted = ['type', 'id', 'status']

const itemKinds: Readonly<
  Record<string, { kind: UnitKind; role: Unit['role']; parts: readonly (string | readonly [string, string])[] }>
> = {
  function_call: { kind: 'tool-call', role: 'assistant', parts: [['call', 'call_id'], 'name', 'arguments'] },
  custom_tool_call: { kind: 'custom-tool-call', role: 'assistant', parts: [['call', 'call_id'], 'name', 'input'] },
  function_call_output: { kind: 'tool-output', role: 'tool', parts: [['call', 'call_id'], 'output'] },
  custom_tool_call_output: { kind: 'tool-output', role: 'tool', parts: [['call', 'call_id'], 'output'] },
  reasoning: { kind: 'reasoning', role: 'assistant', parts: ['summary', 'content', 'encrypted_content'] },
}

function readItem(item: unknown, at: Pointer): Unit[] {
  if (!isRecord(item)) return []
  const type = item['type'] ?? 'message'
  if (type === 'message') return readMessage(item, at)
  const known = lookUp(itemKinds, type)
  if (known === undefined) return []
  return [
    {
      kind: known.kind,
      role: known.role,
      parts: partsOf(item, at, known.parts),
      structure: structureOf(item, at, minted),
    },
  ]
}

const contentKinds: Readonly<
  Record<string, { kind: UnitKind; inner?: string; parts: readonly (string | readonly [string, string])[] }>
> = {
  input_text: { kind: 'text', parts: ['text'] },
  output_text: { kind: 'text', parts: ['text'] },
  refusal: { kind: 'refusal', parts: ['refusal'] },
  input_image: { kind: 'image', parts: [['url', 'image_url'], 'file_id', 'detail'] },
  input_file: { kind: 'file', parts: ['file_data', 'file_id', 'filename', 'file_url', 'detail'] },
  input_audio: { kind: 'audio', inner: 'input_audio', parts: ['data', 'format'] },
}

function readMessage(item: Record<string, unknown>, at: Pointer): Unit[] {
  const role = { role: toUnitRole(item['role']), rolePointer: `${at}/role` }
  const { content } = item
  const structure = structureOf(item, at, minted)
  if (typeof content === 'string') {
    return [{ kind: 'text', ...role, parts: partsOf(item, at, [['text', 'content']]), structure }]
  }
  if (!Array.isArray(content)) return []
  return content.flatMap((part, index) => {
    const known = isRecord(part) ? lookUp(contentKinds, part['type']) : undefined
    if (!isRecord(part) || known === undefined) return []
    const partAt = `${at}/content/${index}`
    const source = known.inner === undefined ? part : part[known.inner]
    const sourceAt = known.inner === undefined ? partAt : `${partAt}/${known.inner}`
    return [
      {
        kind: known.kind,
        ...role,
        parts: [...partsOf(source, sourceAt, known.parts), ...partsOf(part, partAt, ['prompt_cache_breakpoint'])],
        structure: [...structure, ...structureOf(part, partAt, ['type', 'annotations', 'logprobs'])],
      },
    ]
  })
}
