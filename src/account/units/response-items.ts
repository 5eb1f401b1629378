import { isRecord, type Pointer, pointerOf } from '../../contract/pointer.ts'
import { lookUp } from '../look-up.ts'
import { pointersIn } from '../pair-values.ts'
import {
  type ContentKind,
  type Part,
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
  const { output } = item
  if (kind !== 'tool-output' || !Array.isArray(output)) return [{ ...unit, parts: partsOf(item, at, parts) }]
  const call = partsOf(item, at, [['call', 'call_id']])
  return [{ ...unit, parts: [...call, writtenOutput(output, at)] }, ...shownOutput(output, at)]
}

/** What a tool wrote, as Chat can say it. */
function writtenOutput(output: readonly unknown[], at: Pointer): Part {
  const written = output.flatMap((part, index) =>
    isShown(part) ? [] : [{ pointer: `${at}/output/${index}`, value: part }],
  )
  const value = written.length === 0 && output.length > 0 ? '' : written.map((part) => part.value)
  const whole = { name: 'output', pointer: `${at}/output`, value }
  return written.length === output.length ? whole : { ...whole, leaves: written.flatMap(pointersIn) }
}

/** What a tool showed is followed piece by piece, because Chat has that in a message of its own. */
function shownOutput(output: readonly unknown[], at: Pointer): Unit[] {
  return output.flatMap((part, index) =>
    isShown(part) ? readPart(part, `${at}/output/${index}`, { role: 'tool' }, []) : [],
  )
}

function isShown(part: unknown): boolean {
  return isRecord(part) && (part['type'] === 'input_image' || part['type'] === 'input_file')
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
