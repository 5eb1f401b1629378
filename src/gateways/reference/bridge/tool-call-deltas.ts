import { type JsonObject, membersOf, textOf } from '../json.ts'
import type { ChatToolCallDelta } from './chat-shapes.ts'

/**
 * The tool calls of one stream. Chat counts them from 0; the Responses API counts them among all output items, and sends the
 * pieces of parallel calls in turns.
 */
export interface ToolCallDeltas {
  /** The first delta of a call, when its item begins; `undefined` for an item of another kind. */
  first(event: JsonObject): ChatToolCallDelta | undefined
  /** A further piece of a function's arguments. */
  ofArguments(event: JsonObject): ChatToolCallDelta
  /** A further piece of a custom tool's input. */
  ofInput(event: JsonObject): ChatToolCallDelta
  count(): number
}

export function createToolCallDeltas(): ToolCallDeltas {
  const indexes = new Map<unknown, number>()
  const indexOf = (event: JsonObject): number => indexes.get(event['output_index']) ?? 0
  return {
    first: (event) => {
      const { type, call_id, name, arguments: text, input } = membersOf(event['item'])
      if (type !== 'function_call' && type !== 'custom_tool_call') return undefined
      const index = indexes.size
      indexes.set(event['output_index'], index)
      const id = textOf(call_id)
      if (type === 'function_call') {
        return { index, id, type: 'function', function: { name: textOf(name), arguments: textOf(text) } }
      }
      return { index, id, type: 'custom', custom: { name: textOf(name), input: textOf(input) } }
    },
    ofArguments: (event) => ({ index: indexOf(event), function: { arguments: textOf(event['delta']) } }),
    ofInput: (event) => ({ index: indexOf(event), custom: { input: textOf(event['delta']) } }),
    count: () => indexes.size,
  }
}
