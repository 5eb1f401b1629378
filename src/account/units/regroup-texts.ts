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
  const regroup = (whole: 'client' | 'upstream', other: 'client' | 'upstream', note: string): Pair[] => {
    const shelf = shelve(lists[other], matching.left(other))
    return matching.left(whole).flatMap((index) => {
      const unit = lists[whole][index]
      const found = unit?.kind === 'text' ? shelf.takeFor(unit) : []
      if (unit === undefined || found.length === 0) return []
      matching.remove(whole, [index])
      matching.remove(other, found)
      const leaves = found.flatMap((at) => lists[other].slice(at, at + 1).flatMap(unitLeaves))
      const [sent, arrived] = whole === 'client' ? [unitLeaves(unit), leaves] : [leaves, unitLeaves(unit)]
      return [{ client: sent, upstream: arrived, same: true, note }]
    })
  }
  return [
    ...regroup('upstream', 'client', 'joined with its neighbours'),
    ...regroup('client', 'upstream', 'split into several'),
  ]
}

/** Texts, found by what they begin with. */
interface Shelf {
  /** Takes the texts, next to each other, that make up the text of `whole`; indexes of units. */
  takeFor(whole: Unit): readonly number[]
}

interface Piece {
  /** Of its unit. */
  readonly index: number
  readonly text: string
}

/** Long enough to tell texts apart, short enough to try every length. */
const headLength = 16

function shelve(units: readonly Unit[], left: readonly number[]): Shelf {
  const texts = left.filter((index) => units[index]?.kind === 'text')
  const shelves = new Map(
    [...Map.groupBy(texts, (index) => units[index]?.role)].map(([role, indexes]) => {
      const pieces = indexes.flatMap((index) =>
        units.slice(index, index + 1).map((unit) => ({ index, text: textOf(unit) })),
      )
      const heads = Map.groupBy(pieces.keys(), (at) => headOf(pieces[at]?.text ?? '', headLength))
      return [role, { pieces, heads }]
    }),
  )
  const taken = new Set<number>()
  return {
    takeFor: (whole) => {
      const { pieces = [], heads } = shelves.get(whole.role) ?? {}
      const text = textOf(whole)
      const starts = headsOf(text).flatMap((head) => heads?.get(head) ?? [])
      for (const start of starts.toSorted((a, b) => a - b)) {
        const count = countJoined(text, openTexts(pieces, start, taken))
        if (count === 0) continue
        const found = pieces.slice(start, start + count).map(({ index }) => index)
        for (const index of found) taken.add(index)
        return found
      }
      return []
    },
  }
}

function* openTexts(pieces: readonly Piece[], start: number, taken: ReadonlySet<number>): Generator<string> {
  for (let at = start; at < pieces.length; at++) {
    const piece = pieces[at]
    if (piece === undefined || taken.has(piece.index)) return
    yield piece.text
  }
}

function headOf(text: string, length: number): string {
  return text.trimStart().slice(0, length)
}

/** Every head that a text may have which another one begins with. */
function headsOf(text: string): readonly string[] {
  return [...new Set(Array.from({ length: headLength + 1 }, (_, length) => headOf(text, length)))]
}
