import { isRecord } from '../../contract/pointer.ts'

/**
 * How many of `pieces` make up the whole text: each to the letter, in order, with nothing but white space between them.
 * 0 when they do not.
 */
export function countJoined(whole: string, pieces: Iterable<string>): number {
  let rest = whole
  let count = 0
  for (const piece of pieces) {
    const left = afterPiece(rest, piece)
    if (left === undefined) return 0
    count++
    if (left.trim() === '') return count
    rest = left
  }
  return 0
}

/** What follows `piece` in a text that begins with it, white space before it aside. */
function afterPiece(text: string, piece: string): string | undefined {
  const leading = text.length - text.trimStart().length
  for (let at = 0; at <= leading; at++) if (text.startsWith(piece, at)) return text.slice(at + piece.length)
  return undefined
}

/** The texts of a list that holds nothing but texts. */
export function textsOf(list: readonly unknown[]): readonly string[] | undefined {
  const texts = list.map((part) => (isRecord(part) ? part['text'] : undefined))
  return texts.every((text) => typeof text === 'string') ? texts : undefined
}
