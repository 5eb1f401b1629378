import { isRecord, type Pointer, pointerOf } from '../../contract/pointer.ts'
import { lookUp } from '../look-up.ts'
import {
  type ContentKind,
  type PartName,
  partsOf,
  roleOf,
  structureOf,
  toUnitRole,
  type Unit,
  type UnitKind,
  type UnitReader,
} from './unit.ts'

/** The conversation of a Responses body: `instructions`, then `input`. */
export const readResponseItems: UnitReader = (body) => {
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

interface ItemKind {
  readonly kind: UnitKind
  readonly role: Unit['role']
  readonly parts: readonly PartName[]
}

const itemKinds: Readonly<Record<string, ItemKind>> = {
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
  if (known === undefined) return [otherItem(item, at)]
  const { kind, role, parts } = known
  const unit = { kind, role, structure: structureOf(item, at, minted) }
  if (kind !== 'tool-output' || isPlainOutput(item['output'])) return [{ ...unit, parts: partsOf(item, at, parts) }]
  return [{ ...unit, parts: partsOf(item, at, [['call', 'call_id']]) }, ...outputParts(item['output'], `${at}/output`)]
}

/** What the other surfaces do not have is followed as a whole. */
function otherItem(item: Readonly<Record<string, unknown>>, at: Pointer): Unit {
  const members = Object.entries(item).filter(([name]) => name !== 'id' && name !== 'status')
  return {
    kind: 'item',
    role: toUnitRole(item['role'] ?? 'assistant'),
    parts: members.map(([name, value]) => ({ name, pointer: `${at}${pointerOf([name])}`, value })),
    structure: structureOf(item, at, ['id', 'status']),
  }
}

function isPlainOutput(output: unknown): boolean {
  if (!Array.isArray(output)) return true
  return output.every((part) => isRecord(part) && part['type'] === 'input_text')
}

/** Images and files of a tool are followed one by one, because Chat has them in a message of their own. */
function outputParts(output: unknown, at: Pointer): Unit[] {
  return Array.isArray(output)
    ? output.flatMap((part, index) => readPart(part, `${at}/${index}`, { role: 'tool' }, []))
    : []
}

const contentKinds: Readonly<Record<string, ContentKind>> = {
  input_text: { kind: 'text', parts: ['text'] },
  output_text: { kind: 'text', parts: ['text'] },
  refusal: { kind: 'refusal', parts: ['refusal'] },
  input_image: { kind: 'image', parts: [['url', 'image_url'], 'file_id', 'detail'] },
  input_file: { kind: 'file', parts: ['file_data', 'file_id', 'filename', 'file_url', 'detail'] },
  input_audio: { kind: 'audio', inner: 'input_audio', parts: ['data', 'format'] },
}

function readMessage(item: Readonly<Record<string, unknown>>, at: Pointer): Unit[] {
  const { content } = item
  const role = roleOf(item, at)
  const structure = structureOf(item, at, minted)
  if (typeof content === 'string') {
    return [{ kind: 'text', ...role, parts: partsOf(item, at, [['text', 'content']]), structure }]
  }
  if (!Array.isArray(content)) return []
  return content.flatMap((part, index) => readPart(part, `${at}/content/${index}`, role, structure))
}

function readPart(
  part: unknown,
  at: Pointer,
  role: Pick<Unit, 'role' | 'rolePointer'>,
  structure: readonly Pointer[],
): Unit[] {
  const known = isRecord(part) ? lookUp(contentKinds, part['type']) : undefined
  if (!isRecord(part) || known === undefined) return []
  const source = known.inner === undefined ? part : part[known.inner]
  const sourceAt = known.inner === undefined ? at : `${at}/${known.inner}`
  return [
    {
      kind: known.kind,
      ...role,
      parts: [...partsOf(source, sourceAt, known.parts), ...partsOf(part, at, ['prompt_cache_breakpoint'])],
      structure: [...structure, ...structureOf(part, at, ['type', 'annotations', 'logprobs'])],
    },
  ]
}
