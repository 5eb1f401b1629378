import { isRecord } from '../contract/pointer.ts'

/** Stands for a word that no other request of the run has. */
const marker = /(?<!\$)\$marker\b/g

/** A body with the word in place of every `$marker`. */
export function withMarker(value: unknown, word: string): unknown {
  if (typeof value === 'string') return value.replaceAll(marker, word)
  if (Array.isArray(value)) return value.map((item: unknown) => withMarker(item, word))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withMarker(member, word)]))
}
