import { isRecord, type Pointer, pointerOf } from '../contract/pointer.ts'

/** A scalar, or an object or array without members. */
export interface Leaf {
  readonly pointer: Pointer
  readonly value: unknown
}

/** Every leaf of a JSON value, in document order. */
export function leavesOf(value: unknown, path: readonly (string | number)[] = []): Leaf[] {
  const members: (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : isRecord(value)
      ? Object.entries(value)
      : []
  if (members.length === 0) return value === undefined ? [] : [{ pointer: pointerOf(path), value }]
  return members.flatMap(([step, member]) => leavesOf(member, [...path, step]))
}

/** `/tools/0/name` lies at or below `/tools` and `/tools/0/name`, not below `/tool`. */
export function isWithin(pointer: Pointer, root: Pointer): boolean {
  return pointer === root || pointer.startsWith(`${root}/`)
}

/** Whether `pointer` lies at or below one of `roots`. Its cost does not grow with their number. */
export function isWithinAny(pointer: Pointer, roots: ReadonlySet<Pointer>): boolean {
  if (roots.size === 0) return false
  for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1)) {
    if (roots.has(pointer.slice(0, end))) return true
  }
  return roots.has('')
}

/** JSON equality: member order does not count, number spelling does not count. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index]))
  }
  if (isRecord(a) && isRecord(b)) {
    const names = Object.keys(a)
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && sameJson(a[name], b[name]))
    )
  }
  return a === b
}

/** A text that two values share when, and only when, they are the same JSON. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (!isRecord(value)) return JSON.stringify(value === 0 ? 0 : value) ?? ''
  const members = Object.keys(value).toSorted()
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`
}

/** A value as one line of a report: JSON, cut after `limit` characters. */
export function shownValue(value: unknown, limit = 120): string {
  const text = JSON.stringify(value) ?? 'undefined'
  return text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length} characters)`
}
