import { sampleOf } from './sample-json.ts'
import type { Turn } from './turn.ts'

/** What a request asks for, on any surface, as far as an unscripted answer heeds it. */
export interface Ask {
  /** The model has to call this tool. `schema`: of its arguments; absent for a tool that takes free text. */
  readonly tool?: { readonly name: string; readonly schema?: unknown }
  /** The text has to be JSON, of this schema when there is one. */
  readonly json?: { readonly schema?: unknown }
}

/** The answer of a fake that nobody scripted. */
export function defaultTurn({ tool, json }: Ask): Turn {
  if (tool !== undefined) {
    const input = tool.schema === undefined ? 'sample' : JSON.stringify(sampleOf(tool.schema))
    return { toolCalls: [{ name: tool.name, arguments: input }] }
  }
  if (json !== undefined) {
    return { text: JSON.stringify(json.schema === undefined ? { text: 'Hello!' } : sampleOf(json.schema)) }
  }
  return { text: 'Hello! How can I help you today?' }
}
