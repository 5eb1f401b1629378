import type { Violation } from '../contract.ts'
import { isRecord, pathOf } from '../pointer.ts'

/**
 * In the order in which the provider looks: missing fields, unknown fields, then field by field as `x-field-order` has
 * them. Inside a field the order of the schema stands, which is: members missing, members unknown, then member by member.
 */
export function ranked(
  violations: readonly Violation[],
  fieldOrder: readonly string[],
  body: unknown,
): readonly Violation[] {
  if (violations.length < 2) return violations
  const placeOf = keyPlaces(body)
  const ranks = new Map(violations.map((violation) => [violation, rankOf(violation, fieldOrder, placeOf)]))
  const rank = (violation: Violation) => ranks.get(violation) ?? [0, 0]
  return violations.toSorted((a, b) => compareRanks(rank(a), rank(b)))
}

/** Stage, then place within the stage. */
type Rank = readonly [stage: number, place: number]

function rankOf(violation: Violation, fieldOrder: readonly string[], placeOf: (key: string) => number): Rank {
  const path = pathOf(violation.pointer)
  const field = path[0] ?? ''
  if (path.length === 1 && violation.keyword === 'required') return [0, fieldPlace(field, fieldOrder)]
  if (path.length === 1 && violation.keyword === 'additionalProperties') return [1, placeOf(field)]
  return [2, fieldPlace(field, fieldOrder)]
}

/** Where in a body a key stands; -1 for one that it does not have. A body may have any number of keys. */
export function keyPlaces(body: unknown): (key: string) => number {
  const keys = isRecord(body) ? Object.keys(body) : []
  const places = new Map(keys.map((key, place) => [key, place]))
  return (key) => places.get(key) ?? -1
}

/** Fields that the order does not name come last. */
export function fieldPlace(field: string, fieldOrder: readonly string[]): number {
  const place = fieldOrder.indexOf(field)
  return place === -1 ? fieldOrder.length : place
}

export function compareRanks(a: readonly number[], b: readonly number[]): number {
  const first = a.findIndex((value, index) => value !== b[index])
  return first === -1 ? 0 : (a[first] ?? 0) - (b[first] ?? 0)
}
