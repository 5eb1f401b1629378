import { isRecord, valueAt } from '../contract/pointer.ts'
import { fieldCovers, type ValueRow } from './bridge-table.ts'
import { type Leaf, sameJson } from './leaves.ts'

/**
 * Whether a row of a table is about this leaf of this document. A row with a value speaks only of a field with that value; a
 * list or an object is compared as a whole.
 */
export function speaksOf(row: ValueRow, leaf: Leaf, document: unknown): boolean {
  if (!fieldCovers(row.field, leaf.pointer)) return false
  if (row.beside !== undefined && (valueAt(document, row.beside) ?? null) === null) return false
  if (!('value' in row)) return true
  const whole = isRecord(row.value) || Array.isArray(row.value) ? valueAt(document, row.field) : leaf.value
  return sameJson(row.value, whole)
}
