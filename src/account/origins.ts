import type { Books } from './books.ts'
import { documentedReason } from './documented.ts'
import { type Leaf, shownValue } from './leaves.ts'
import type { Origin, OriginRow } from './ledger.ts'
import type { Pair } from './pair.ts'
import { speaksOf } from './speaks-of.ts'

/** Where one leaf of the provider's came from. */
export function originOf(books: Books, leaf: Leaf): OriginRow {
  const isDefault = (pair: Pair) =>
    pair.client.length > 0 && pair.client.every((from) => books.completed.added.has(from))
  // A default of the route that arrives with another value is nobody's.
  const pair = books.pairs.to(leaf.pointer).find((each) => each.same || !isDefault(each))
  const row = { upstream: leaf.pointer, client: pair?.client ?? [], value: shownValue(leaf.value) }
  const origin = (origin: Origin, note?: string): OriginRow => ({
    ...row,
    origin,
    ...(note !== undefined && { note }),
  })
  if (leaf.pointer === '/model' && leaf.value === books.routeModel) return origin('route', 'the model of the route')
  if (pair) return isDefault(pair) ? origin('route', 'a default of the route') : origin('client', pair.note)
  if (leaf.value === null) return origin('client', 'left out, written as null')
  const addition = books.table.additions.find((each) => speaksOf(each, leaf, books.upstream))
  if (addition) return origin('provider-required', addition.reason)
  const reason = documentedReason(books, 'addition', leaf.pointer)
  return reason === undefined ? origin('unaccounted') : origin('documented', reason)
}
