import { type Pointer, valueAt } from '../contract/pointer.ts'
import type { DropBreach } from './account.ts'
import type { Books } from './books.ts'
import type { FieldPath } from './field-path.ts'
import { isWithinAny, leavesOf } from './leaves.ts'
import { speaksOf } from './speaks-of.ts'

/** The drop entries that were not honoured. */
export function breachesOf(books: Books): readonly DropBreach[] {
  return books.drop.flatMap((path) => {
    const upstream = standing(books, path)
    return upstream.length === 0 ? [] : [{ entry: path.text, upstream }]
  })
}

/**
 * A drop entry is honoured when nothing of the named field arrives: neither what the client sent there, nor anything that
 * stands where the field would have gone and has no other client field behind it.
 */
function standing(books: Books, path: FieldPath): readonly Pointer[] {
  const targets = new Set(path.pointersIn(books.completed.body))
  const isTarget = (pointer: Pointer) => isWithinAny(pointer, targets)
  const { true: ofTargets = [], false: ofOthers = [] } = Object.groupBy(books.pairs.all, ({ client }) =>
    client.some(isTarget) ? 'true' : 'false',
  )
  const others = new Set(ofOthers.filter(({ client }) => client.length > 0).flatMap(({ upstream }) => upstream))
  const alone = placesOf(books, path)
    .flatMap((to) => leavesOf(valueAt(books.upstream, to), to))
    .filter((leaf) => !others.has(leaf.pointer))
    .filter((leaf) => !books.table.additions.some((row) => speaksOf(row, leaf, books.upstream)))
  return [...new Set([...ofTargets.flatMap(({ upstream }) => upstream), ...alone.map(({ pointer }) => pointer)])]
}

/** Where on the provider's side a field stands that is dropped as a whole. */
function placesOf({ table }: Books, path: FieldPath): readonly Pointer[] {
  const rows = table.fields.filter((row) => row.from === `/${path.text}`).map(({ to }) => to)
  return table.rest === 'same' && path.isName ? [...rows, `/${path.text}`] : rows
}
