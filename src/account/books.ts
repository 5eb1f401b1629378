import { isRecord, type Pointer, pathOf, pointerOf, valueAt } from '../contract/pointer.ts'
import type { AccountInput } from './account.ts'
import { type FieldRow, tableTowards, type ValueRow } from './bridge-table.ts'
import { type Completed, withDefaults } from './defaults.ts'
import { isWithinAny } from './leaves.ts'
import type { Pair } from './pair.ts'
import { indexPairs, type PairIndex } from './pair-index.ts'
import { speaksOf } from './speaks-of.ts'
import { transforms } from './transforms/index.ts'

/** What fates, origins and breaches are read from. */
export interface Books extends AccountInput {
  /** The client's body with the route's defaults. */
  readonly completed: Completed
  /** Where the drop list names something that the client sent. */
  readonly dropped: ReadonlySet<Pointer>
  /** Where the gateway said that it dropped something. */
  readonly told: ReadonlySet<Pointer>
  readonly pairs: PairIndex
}

/** Follows every field through the bridge. */
export function openBooks(asked: AccountInput): Books {
  const input = { ...asked, table: tableTowards(asked.provider, asked.table) }
  const completed = withDefaults(input.client, input.defaults ?? {})
  const dropped = new Set(input.drop.flatMap((path) => path.pointersIn(completed.body)))
  const pairs = pairUp(input, completed.body).filter(
    (pair) => pair.same || !(isDefaultForDropped(input, pair, dropped) || isServedOtherwise(input, pair)),
  )
  const told = new Set(input.signalled.flatMap((name) => [`/${name}`, pointerOfField(name)]))
  return { ...input, completed, dropped, told, pairs: indexPairs(pairs) }
}

/** `messages[0].name` as a pointer. */
function pointerOfField(name: string): Pointer {
  return pointerOf(name.split(/[.[\]]+/).filter((step) => step !== ''))
}

function pairUp(input: AccountInput, client: unknown): Pair[] {
  const { table } = input
  const rows = table.rest === 'same' ? [...table.fields, ...restOf(client, table.fields)] : table.fields
  const claimed = new Set<Pointer>()
  const found = rows.map((row) => {
    const pairs = transforms[row.as ?? 'same']({ ...input, client, from: row.from, to: row.to })
    const fresh = pairs.filter((pair) => !pair.client.some((pointer) => claimed.has(pointer)))
    for (const pair of fresh) for (const pointer of pair.client) claimed.add(pointer)
    return { row, pairs: fresh }
  })
  return found.flatMap(({ row, pairs }) => {
    const rivals = found.filter((other) => other.row !== row && other.row.to === row.to)
    return rivals.length === 0 ? pairs : pairs.filter((pair) => pair.same || !isTaken(pair, rivals))
  })
}

/** Where two fields have one target and one of them stands there as it was sent, the other did not arrive. */
function isTaken(pair: Pair, rivals: readonly { readonly pairs: readonly Pair[] }[]): boolean {
  const taken = rivals.flatMap(({ pairs }) => pairs.filter(({ same }) => same).flatMap(({ upstream }) => upstream))
  return pair.upstream.every((pointer) => taken.includes(pointer))
}

/** A row for each field of the client that no row of the table names. */
function restOf(client: unknown, rows: readonly FieldRow[]): readonly FieldRow[] {
  if (!isRecord(client)) return [{ from: '', to: '' }]
  const named = new Set(rows.map(({ from }) => pathOf(from)[0]))
  return Object.keys(client)
    .filter((name) => !named.has(name))
    .map((name) => ({ from: pointerOf([name]), to: pointerOf([name]) }))
}

/** Where a drop leaves a hole, a gateway may write what it would have written had the client sent nothing. */
function isDefaultForDropped({ table, upstream }: AccountInput, pair: Pair, dropped: ReadonlySet<Pointer>): boolean {
  return (
    pair.client.every((pointer) => isWithinAny(pointer, dropped)) &&
    pair.upstream.every((pointer) => {
      const value = valueAt(upstream, pointer)
      return value === null || table.additions.some((row) => speaksOf(row, { pointer, value }, upstream))
    })
  )
}

/** What the gateway serves by itself, the provider may be told otherwise where it takes nothing else. */
function isServedOtherwise({ table, client, upstream }: AccountInput, pair: Pair): boolean {
  const stands = (rows: readonly ValueRow[], pointers: readonly Pointer[], document: unknown) =>
    pointers.every((pointer) => {
      const leaf = { pointer, value: valueAt(document, pointer) }
      return rows.some((row) => row.provider !== undefined && speaksOf(row, leaf, document))
    })
  return stands(table.served, pair.client, client) && stands(table.additions, pair.upstream, upstream)
}
