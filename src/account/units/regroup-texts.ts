import type { Matching } from '../match-by-key.ts'
import type { Pair } from '../pair.ts'
import { countJoined } from './joined-text.ts'
import { textOf, type Unit, unitLeaves } from './unit.ts'

/** Several texts of one role that arrived as one, or one that arrived as several, whole. They are taken away. */
export function regroupTexts(
  matching: Matching<Unit>,
  client: readonly Unit[],
  upstream: readonly Unit[],
): readonly Pair[] {
  const lists = { client, upstream }
  const regroup = (whole: 'client' | 'upstream', pieces: 'client' | 'upstream', note: string): Pair[] =>
    matching.left(whole).flatMap((index) => {
      const unit = lists[whole][index]
      if (unit?.kind !== 'text') return []
      const found = piecesOf(unit, lists[pieces], matching.left(pieces))
      if (found.length === 0) return []
      matching.remove(whole, [index])
      matching.remove(pieces, found)
      const leaves = found.flatMap((at) => leavesAt(lists[pieces], at))
      const [sent, arrived] = whole === 'client' ? [unitLeaves(unit), leaves] : [leaves, unitLeaves(unit)]
      return [{ client: sent, upstream: arrived, same: true, note }]
    })
  return [
    ...regroup('upstream', 'client', 'joined with its neighbours'),
    ...regroup('client', 'upstream', 'split into several'),
  ]
}

/** Indexes of the texts, next to each other among those `left`, that make up the text of `whole`. */
function piecesOf(whole: Unit, units: readonly Unit[], left: readonly number[]): readonly number[] {
  const open = left.filter((index) => units[index]?.kind === 'text' && units[index]?.role === whole.role)
  const texts = open.map((index) => textAt(units, index))
  for (let first = 0; first < open.length; first++) {
    const count = countJoined(textOf(whole), texts, first)
    if (count > 0) return open.slice(first, first + count)
  }
  return []
}

function textAt(units: readonly Unit[], index: number): string {
  const unit = units[index]
  return unit ? textOf(unit) : ''
}

function leavesAt(units: readonly Unit[], index: number): readonly string[] {
  const unit = units[index]
  return unit ? unitLeaves(unit) : []
}
