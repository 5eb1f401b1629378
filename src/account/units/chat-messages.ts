import { isRecord, type Pointer } from '../../contract/pointer.ts'
import { lookUp } from '../look-up.ts'
import { type ContentKind, partsOf, roleOf, structureOf, type Unit, type UnitReader } from './unit.ts'

/**
 * The conversation of a Chat Completions body. Leaves below `/messages` that no unit names (a participant's `name`, say) are
 * left to the accountant.
 */
export const readChatMessages: UnitReader = (body) => {
  const messages = isRecord(body) ? body['messages'] : undefined
  return Array.isArray(messages) ? messages.flatMap((message, index) => readMessage(message, `/messages/${index}`)) : []
}

function readMessage(message: unknown, at: Pointer): Unit[] {
  if (!isRecord(message)) return []
  const calls = readCalls(message, at)
  const said = [...readContent(message, at), ...readRefusal(message, at)]
  const [firstCall, ...otherCalls] = calls
  // Beside tool calls an empty content says nothing: it belongs to the call.
  if (firstCall !== undefined && said.every(isEmptyText)) {
    const structure = [...firstCall.structure, ...structureOf(message, at, ['content', 'refusal'])]
    return [{ ...firstCall, structure }, ...otherCalls]
  }
  return [...said, ...calls]
}

function isEmptyText(unit: Unit): boolean {
  return unit.kind === 'text' && unit.parts.every((part) => part.value === '')
}

function unitIn(message: Record<string, unknown>, at: Pointer, unit: Pick<Unit, 'kind' | 'parts' | 'structure'>): Unit {
  return { ...unit, ...roleOf(message, at) }
}

function readContent(message: Record<string, unknown>, at: Pointer): Unit[] {
  const { content, role } = message
  if (role === 'tool') return [readToolOutput(message, at)]
  if (typeof content === 'string') {
    return [unitIn(message, at, { kind: 'text', parts: partsOf(message, at, [['text', 'content']]), structure: [] })]
  }
  if (!Array.isArray(content)) return []
  return content.flatMap((part, index) => readPart(message, at, part, `${at}/content/${index}`))
}

function readToolOutput(message: Record<string, unknown>, at: Pointer): Unit {
  return unitIn(message, at, {
    kind: 'tool-output',
    parts: partsOf(message, at, [
      ['call', 'tool_call_id'],
      ['output', 'content'],
    ]),
    structure: [],
  })
}

const contentKinds: Readonly<Record<string, ContentKind>> = {
  text: { kind: 'text', parts: ['text'] },
  refusal: { kind: 'refusal', parts: ['refusal'] },
  image_url: { kind: 'image', inner: 'image_url', parts: ['url', 'detail'] },
  file: { kind: 'file', inner: 'file', parts: ['file_data', 'file_id', 'filename'] },
  input_audio: { kind: 'audio', inner: 'input_audio', parts: ['data', 'format'] },
}

function readPart(message: Record<string, unknown>, at: Pointer, part: unknown, partAt: Pointer): Unit[] {
  const known = isRecord(part) ? lookUp(contentKinds, part['type']) : undefined
  if (!isRecord(part) || known === undefined) return []
  const source = known.inner === undefined ? part : part[known.inner]
  const sourceAt = known.inner === undefined ? partAt : `${partAt}/${known.inner}`
  return [
    unitIn(message, at, {
      kind: known.kind,
      parts: [...partsOf(source, sourceAt, known.parts), ...partsOf(part, partAt, ['prompt_cache_breakpoint'])],
      structure: structureOf(part, partAt, ['type']),
    }),
  ]
}

function readRefusal(message: Record<string, unknown>, at: Pointer): Unit[] {
  if (typeof message['refusal'] !== 'string') return []
  return [unitIn(message, at, { kind: 'refusal', parts: partsOf(message, at, ['refusal']), structure: [] })]
}

function readCalls(message: Record<string, unknown>, at: Pointer): Unit[] {
  const calls = message['tool_calls']
  if (!Array.isArray(calls)) return []
  return calls.flatMap((call, index) => {
    if (!isRecord(call)) return []
    const callAt = `${at}/tool_calls/${index}`
    const custom = call['type'] === 'custom'
    const inner = custom ? 'custom' : 'function'
    return [
      unitIn(message, at, {
        kind: custom ? 'custom-tool-call' : 'tool-call',
        parts: [
          ...partsOf(call, callAt, [['call', 'id']]),
          ...partsOf(call[inner], `${callAt}/${inner}`, ['name', custom ? 'input' : 'arguments']),
        ],
        structure: structureOf(call, callAt, ['type']),
      }),
    ]
  })
}
