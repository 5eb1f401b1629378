/** Words with the blanks before them, as models stream them; a long word in several pieces. */
export function textPieces(text: string): readonly string[] {
  return text.match(/\s*\S{1,16}|\s+$/gu) ?? []
}

/** JSON text in short pieces; no character is divided. */
export function argumentPieces(text: string): readonly string[] {
  return text.match(/[\s\S]{1,8}/gu) ?? []
}

/** One piece of each list in turn, until all have ended. */
export function inTurns<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  return Array.from({ length: longest }, (_, round) => lists.flatMap((list) => list.slice(round, round + 1))).flat()
}

/** What comes before the delta with this number, counted from 0; everything when there are fewer. */
export function beforeDelta<T>(events: readonly T[], isDelta: (event: T) => boolean, number: number): readonly T[] {
  const places = events.flatMap((event, index) => (isDelta(event) ? [index] : []))
  return events.slice(0, places[number])
}
