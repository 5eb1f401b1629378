import { type JsonObject, membersOf, textOf } from '../json.ts'
import type { CustomCallItem, FunctionCallItem, ItemStatus } from './response-shapes.ts'

/** What follows the prefix of an item's id, the same whether the reply is a stream or not. @param index among the output items */
export function itemId(responseId: string, index: number): string {
  return `${responseId.replace(/^resp_/, '')}_${index}`
}

/** A Chat tool call as an output item. @param id without prefix */
export function callItem(id: string, call: JsonObject, status: ItemStatus): FunctionCallItem | CustomCallItem {
  const call_id = textOf(call['id'])
  if (call['type'] === 'custom') {
    const { name, input } = membersOf(call['custom'])
    return { id: `ctc_${id}`, type: 'custom_tool_call', status, call_id, name: textOf(name), input: textOf(input) }
  }
  const { name, arguments: text } = membersOf(call['function'])
  return { id: `fc_${id}`, type: 'function_call', status, call_id, name: textOf(name), arguments: textOf(text) }
}
