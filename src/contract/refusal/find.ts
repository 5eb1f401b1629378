import { isRecord, type Pointer } from '../pointer.ts'

/** A fault that no schema can say, because it is about two places of a body. */
export interface Found {
  readonly pointer: Pointer
  /** What it is about: the name of a function, the ids of calls. */
  readonly name?: string
  /** Of a call: `function` or `custom tool`. */
  readonly kind?: string
  /** Of a JSON Schema: where in it. */
  readonly context?: string
  /** Of a JSON Schema: the property that is not required. */
  readonly missing?: string
  /** Of a JSON Schema: its type. */
  readonly type?: string
}

export interface Condition {
  /** As a clause: `a tool message answers no call`. */
  readonly says: string
  /** Fields of the request. One that has none of them is free of it, and need not be looked at. */
  readonly about: readonly string[]
  /** Total: any JSON value may come. */
  find(body: unknown): readonly Found[]
}

/** An object of a list in a body. */
export interface Indexed {
  readonly index: number
  readonly record: Readonly<Record<string, unknown>>
}

/** The objects of a list in a body, with their places; none where there is no list. */
export function recordsOf(body: unknown, field: string): Indexed[] {
  const list = isRecord(body) ? body[field] : undefined
  const records: Indexed[] = []
  if (!Array.isArray(list)) return records
  for (let index = 0; index < list.length; index++) {
    const record: unknown = list[index]
    if (isRecord(record)) records.push({ index, record })
  }
  return records
}

export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}
