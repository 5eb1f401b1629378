import { isRecord } from '../../src/contract/pointer.ts'

/** A JSON object of a request, whose members are not known yet. */
export type Fields = Readonly<Record<string, unknown>>

/** Empty for anything that is no object. */
export function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {}
}

/** Empty for anything that is no array. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
