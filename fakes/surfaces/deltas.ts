/** Words with the blanks before them, as models stream them; a long word in several pieces. */
export function textPieces(text: string): readonly string[] {
  return text.match(/\s*\S{1,16}|\s+$/gu) ?? []
}

/** JSON text in short pieces; no character is divided. */
export function argumentPieces(text: string): readonly string[] {
  return text.match(/[\s\S]{1,8}/gu) ?? []
}

/** Pieces of several lists in the order of a stream: one list after the other, or one piece of each in turn. */
export function arrange<T>(lists: readonly (readonly T[])[], interleaved: boolean): readonly T[] {
  if (!interleaved) return lists.flat()
  const longest = Math.max(0, ...lists.map((list) => list.length))
  return Array.from({ length: longest }, (_, round) => lists.flatMap((list) => list.slice(round, round + 1))).flat()
}
