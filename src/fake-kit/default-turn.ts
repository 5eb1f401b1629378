import { sampleOf } from './sample-json.ts'
import type { Turn } from './turn.ts'

/** What a request asks for, on any surface, as far as an unscripted answer heeds it. */
export interface Ask {
  /** The model has to call this tool. `schema`: of its arguments; absent for a tool that takes free text. */
  readonly tool?: { readonly name: string; readonly schema?: unknown }
  /** The text has to be JSON, of this schema when there is one. */
  readonly json?: { readonly schema?: unknown }
}

/** The scripted turn with structured content written out as text; the answer of a fake that nobody scripted without one. */
export function turnFor(scripted: Turn | undefined, ask: Ask): Turn {
  if (scripted?.structured === undefined) return scripted ?? defaultTurn(ask)
  const { structured } = scripted
  return {
    ...scripted,
    text: structured === 'sampled' ? sampledText(ask.json ?? {}) : JSON.stringify(structured.value),
  }
}

/** The answer of a fake that nobody scripted. */
export function defaultTurn({ tool, json }: Ask): Turn {
  if (tool !== undefined) {
    const input = tool.schema === undefined ? 'sample' : JSON.stringify(sampleOf(tool.schema))
    return { toolCalls: [{ name: tool.name, arguments: input }] }
  }
  return { text: json === undefined ? 'Hello! How can I help you today?' : sampledText(json) }
}

/** JSON text that fits what was asked for. */
export function sampledText({ schema }: NonNullable<Ask['json']>): string {
  return JSON.stringify(schema === undefined ? { text: 'Hello!' } : sampleOf(schema))
}
