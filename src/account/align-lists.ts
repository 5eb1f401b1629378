import { isRecord } from '../contract/pointer.ts'
import { canonical, sameJson } from './leaves.ts'
import { type Match, matchingOf } from './match-by-key.ts'
import { outOfOrder } from './order.ts'

/** An element of the client's list and the one it became. */
export interface Aligned extends Match {
  /** It is as it was, and stands in another place among the others. */
  readonly moved: boolean
}

/**
 * Which element became which, by content before place, so that one lost element does not make every later one look altered.
 * Linear but for sorting.
 */
export function alignLists(client: readonly unknown[], upstream: readonly unknown[]): readonly Aligned[] {
  const matching = matchingOf(client, upstream)
  matching.byEnds(sameJson)
  const equal = matching.byKey(canonical).toSorted((a, b) => a.client - b.client)
  matching.byKey(nameOf)
  matching.byKey(kindOf)
  matching.byKey(() => '')
  const moved = outOfOrder(equal.map((match) => match.upstream))
  const movedFrom = new Set(equal.filter((_, index) => moved.has(index)).map((match) => match.client))
  return matching.matches
    .map((match) => ({ ...match, moved: movedFrom.has(match.client) }))
    .toSorted((a, b) => a.client - b.client)
}

const naming = ['tool_call_id', 'call_id', 'id', 'name']

/** By what an element goes on to be known, whatever else becomes of it. */
function nameOf(element: unknown): string | undefined {
  if (!isRecord(element)) return undefined
  const named = naming.find((member) => typeof element[member] === 'string')
  return named && `${kindOf(element)} ${named} ${element[named]}`
}

function kindOf(element: unknown): string {
  return isRecord(element) ? canonical([element['type'], element['role']]) : typeof element
}
