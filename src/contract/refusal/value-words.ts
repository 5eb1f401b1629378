import { isRecord } from '../pointer.ts'

/** A value as OpenAI writes it into a message: strings in single quotes, the rest as Python would print it. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (Array.isArray(value)) return `[${value.map(valueWords).join(', ')}]`
  if (isRecord(value)) {
    const entries = Object.entries(value).map(([key, member]) => `${valueWords(key)}: ${valueWords(member)}`)
    return `{${entries.join(', ')}}`
  }
  return typeof value === 'string' ? `'${value}'` : String(value)
}

/** A name or an id as it stands; anything else that stands in its place as `valueWords` has it. Total, unlike `String`. */
export function plainWords(value: unknown): string {
  return typeof value === 'string' ? value : valueWords(value)
}
