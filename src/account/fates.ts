import { valueAt } from '../contract/pointer.ts'
import type { Books } from './books.ts'
import { type BridgeTable, fieldCovers } from './bridge-table.ts'
import { documentedReason } from './documented.ts'
import { isWithin, isWithinAny, type Leaf, sameJson, shownValue } from './leaves.ts'
import type { FateRow } from './ledger.ts'
import type { Pair } from './pair.ts'
import { speaksOf } from './speaks-of.ts'

/** What became of one leaf of the client's. */
export function fateOf(books: Books, leaf: Leaf): FateRow {
  const row = { client: leaf.pointer, upstream: [], clientValue: shownValue(leaf.value) }
  const found = books.completed.added.has(leaf.pointer) ? [] : books.pairs.from(leaf.pointer)
  // A role stands behind several pieces of a message; one piece that arrives under another role is enough.
  const pair = found.find(({ same }) => !same) ?? found[0]
  if (pair && (pair.same || pair.upstream.length > 0))
    return arrivedRow(books, { ...row, upstream: pair.upstream }, leaf, pair)
  if (isWithinAny(leaf.pointer, books.dropped)) return { ...row, fate: 'dropped-as-configured' }
  // What a nullable field says by null it also says by being absent; where it does not, the contract refuses one of them.
  if (leaf.value === null) return { ...row, fate: 'carried', note: 'null, left out' }
  const served = books.table.served.find((each) => speaksOf(each, leaf, books.client))
  if (served) return { ...row, fate: 'served-by-gateway', note: served.reason }
  if (isWithinAny(leaf.pointer, books.told)) return { ...row, fate: 'dropped-with-signal' }
  const reason = documentedReason(books, 'drop', leaf.pointer)
  if (reason !== undefined) return { ...row, fate: 'documented', note: reason }
  const lone = books.table.without_counterpart.find((each) => fieldCovers(each.field, leaf.pointer))
  const note = lone?.provider ? `${lone.provider} does not take it` : 'has no counterpart on the provider’s surface'
  return { ...row, fate: 'lost', ...(lone && { note }) }
}

function arrivedRow(books: Books, row: Omit<FateRow, 'fate'>, leaf: Leaf, pair: Pair): FateRow {
  if (pair.same) return { ...row, fate: 'carried', ...(pair.note !== undefined && { note: pair.note }) }
  const addition = leaf.value === null ? additionAt(books, pair) : undefined
  if (addition) return { ...row, fate: 'carried', note: addition.reason }
  const upstreamValue = shownWhole(books.upstream, pair)
  const reason = documentedReason(books, 'alteration', leaf.pointer)
  if (reason !== undefined) return { ...row, fate: 'documented', upstreamValue, note: reason }
  const note = pair.note ?? (isOverridden(books, leaf, pair) ? 'replaced by the default of the route' : undefined)
  return { ...row, fate: 'altered', upstreamValue, ...(note !== undefined && { note }) }
}

/** What may stand there where the client sent nothing, may stand in the place of its null. */
function additionAt({ table, upstream }: Books, pair: Pair): BridgeTable['additions'][number] | undefined {
  const [pointer] = pair.upstream
  if (pointer === undefined || pair.upstream.length > 1) return undefined
  return table.additions.find((each) => speaksOf(each, { pointer, value: valueAt(upstream, pointer) }, upstream))
}

function isOverridden({ defaults, upstream }: Books, leaf: Leaf, pair: Pair): boolean {
  const wanted = valueAt(defaults, leaf.pointer)
  return wanted !== undefined && pair.upstream.every((pointer) => sameJson(valueAt(upstream, pointer), wanted))
}

/** Several leaves are shown as the value that holds them all. */
function shownWhole(upstream: unknown, { whole, upstream: pointers }: Pair): string {
  const [first = ''] = pointers
  let root = whole ?? first
  while (!pointers.every((pointer) => isWithin(pointer, root))) root = root.slice(0, root.lastIndexOf('/'))
  return shownValue(valueAt(upstream, root))
}
