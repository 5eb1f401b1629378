import { type Fields, fieldsOf, listOf, textOf } from '../fields.ts'

/** Kinds of items, with the prefix of their ids, that a listing shows; the fake leaves the others out. */
const prefixes: Readonly<Record<string, string>> = {
  message: 'msg_',
  function_call: 'fc_',
  function_call_output: 'fco_',
  custom_tool_call: 'ctc_',
  custom_tool_call_output: 'ctco_',
}

/** An item of a listing; what else it has depends on its type. */
export interface ListedItem extends Fields {
  readonly id: string
}

/** The input of a stored response as items. Ids are made from the response's, so that two listings agree. */
export function storedItems(responseId: string, input: unknown): readonly ListedItem[] {
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : listOf(input).map(fieldsOf)
  return items.flatMap((item: Fields, index) => {
    const type = textOf(item['type'] ?? 'message')
    const prefix = prefixes[type]
    if (prefix === undefined) return []
    const id = textOf(item['id']) || `${prefix}${responseId.replace(/^resp_/, '')}${index}`
    const content = type === 'message' ? { content: contentParts(item) } : {}
    return [{ status: 'completed', ...item, id, type, ...content }]
  })
}

function contentParts({ role, content }: Fields): readonly unknown[] {
  if (typeof content !== 'string') return listOf(content)
  return role === 'assistant'
    ? [{ type: 'output_text', text: content, annotations: [], logprobs: [] }]
    : [{ type: 'input_text', text: content }]
}
