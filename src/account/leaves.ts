import { isRecord, type Pointer, pointerOf } from '../contract/pointer.ts'

/** A scalar, or an object or array without members. */
export interface Leaf {
  readonly pointer: Pointer
  readonly value: unknown
}

/** Every leaf of a JSON value, in document order; pointers begin with `root`. */
export function leavesOf(value: unknown, root: Pointer = ''): Leaf[] {
  const leaves: Leaf[] = []
  gather(value, root, leaves)
  return leaves
}

function gather(value: unknown, pointer: Pointer, leaves: Leaf[]): void {
  if (Array.isArray(value) && value.length > 0) {
    value.forEach((item, index) => {
      gather(item, `${pointer}/${index}`, leaves)
    })
    return
  }
  const names = isRecord(value) ? Object.keys(value) : []
  if (isRecord(value) && names.length > 0) {
    for (const name of names) gather(value[name], `${pointer}${pointerOf([name])}`, leaves)
  } else if (value !== undefined) leaves.push({ pointer, value })
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
  // Of a long text only what is shown is looked at: there may be megabytes of it.
  if (typeof value === 'string' && value.length > limit) {
    return `${JSON.stringify(value.slice(0, limit)).slice(0, limit)}… (${value.length} characters)`
  }
  const text = JSON.stringify(value) ?? 'undefined'
  return text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length} characters)`
}
