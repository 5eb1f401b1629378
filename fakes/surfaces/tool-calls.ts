import type { Ask } from '../../src/fake-kit/default-turn.ts'
import type { Call } from '../../src/fake-kit/reply.ts'
import type { Turn } from '../../src/fake-kit/turn.ts'
import { fieldsOf } from './fields.ts'

/** A tool of the request, told from the form its surface gives it. */
export interface OfferedTool {
  readonly kind: 'function' | 'custom'
  readonly name: string
  readonly schema: unknown
}

/** A call as it goes onto the wire. */
export interface WireCall {
  readonly kind: OfferedTool['kind']
  readonly id: string
  readonly name: string
  /** JSON text of a function, free text of a custom tool. */
  readonly input: string
}

/** A scripted call of a tool that the request does not offer is a function call. */
export function wireCalls(turn: Turn, offered: readonly OfferedTool[], call: Call): readonly WireCall[] {
  return (turn.toolCalls ?? []).map(({ name, arguments: input, id }) => ({
    kind: offered.find((tool) => tool.name === name)?.kind ?? 'function',
    id: id ?? call.id('tool-call'),
    name,
    input,
  }))
}

/** @param name of the tool that must be called; `undefined` when any of the offered will do */
export function askForTool(offered: readonly OfferedTool[], name: string | undefined): Ask {
  const tool = name === undefined ? offered[0] : offered.find((each) => each.name === name)
  if (tool === undefined) return {}
  if (tool.kind === 'custom') return { tool: { name: tool.name } }
  return { tool: { name: tool.name, schema: { type: 'object', ...fieldsOf(tool.schema) } } }
}
