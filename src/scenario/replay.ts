import { isRecord, valueAt } from '../contract/pointer.ts'
import { escapedLater } from './fill.ts'

/** `$reply.0./choices/0/message`: what stood there in the client's reply to an earlier step. */
const reference = /^\$reply\.(\d+)\.((?:\/.*)?)$/

/** What is meant for a reference, whether or not it is a right one. */
const attempt = /^\$reply\./

/** Where a body takes something from an earlier reply. */
export interface ReplayReference {
  readonly text: string
  readonly path: readonly (string | number)[]
  /** Which step's reply, from 0; `undefined` when the text is no reference. */
  readonly step: number | undefined
}

/** Every text in a body that is, or wants to be, a reference. */
export function referencesIn(value: unknown, path: readonly (string | number)[] = []): readonly ReplayReference[] {
  if (typeof value === 'string') {
    if (!attempt.test(value)) return []
    const step = reference.exec(value)?.[1]
    return [{ text: value, path, step: step === undefined ? undefined : Number(step) }]
  }
  const members = Array.isArray(value) ? [...value.entries()] : isRecord(value) ? Object.entries(value) : []
  return members.flatMap(([name, member]) => referencesIn(member, [...path, name]))
}

/** A body with what its references stand for, or the first of them that finds nothing. */
export type Replayed =
  | { readonly kind: 'body'; readonly body: unknown }
  | { readonly kind: 'missing'; readonly step: number; readonly pointer: string }

/**
 * Puts members of earlier replies in place of the references to them. A list in place of an element of a list is taken in,
 * element by element; `$$reply.…` is the text `$reply.…`.
 * @param replyTo the client's reply to a step, as a document
 */
export function replay(body: unknown, replyTo: (step: number) => unknown): Replayed {
  const missing: { readonly step: number; readonly pointer: string }[] = []
  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string') return resolveText(value)
    if (Array.isArray(value)) return value.flatMap((item) => spread(item, resolve(item)))
    if (!isRecord(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolve(member)]))
  }
  const resolveText = (text: string): unknown => {
    const [, step, pointer] = reference.exec(text) ?? []
    if (step === undefined || pointer === undefined) return text.replace(escapedLater, '$$')
    const found = valueAt(replyTo(Number(step)), pointer)
    if (found === undefined) missing.push({ step: Number(step), pointer })
    return found
  }
  const replayed = resolve(body)
  const [first] = missing
  return first === undefined ? { kind: 'body', body: replayed } : { kind: 'missing', ...first }
}

/** What a list has of its own stays one element; what comes in place of a reference is taken in. */
function spread(written: unknown, resolved: unknown): readonly unknown[] {
  return Array.isArray(resolved) && typeof written === 'string' ? resolved : [resolved]
}
