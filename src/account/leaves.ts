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

/** JSON equality: member order does not count, number spelling does not count. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index]))
  }
  if (isRecord(a) && isRecord(b)) {
    const names = Object.keys(a)
    return names.length === Object.keys(b).length && names.every((name) => name in b && sameJson(a[name], b[name]))
  }
  return Object.is(a, b)
}

/** A value as one line of a report: JSON, cut after `limit` characters. */
export function shownValue(value: unknown, limit = 120): string {
  const text = JSON.stringify(value) ?? 'undefined'
  return text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length} characters)`
}
