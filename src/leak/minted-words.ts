import { type Canary, roleOfWord } from './canary.ts'
import { characterSet, type Run, runsIn } from './runs.ts'
import { checkedLength, isChecked, wordAlphabet } from './word-check.ts'

const wordCharacters = characterSet(wordAlphabet)

/**
 * Minted words of whatever case, known by their check alone: the time does not depend on how many cases there are. A word
 * is a whole run of its characters; what stands around it (`sk-`, `@`, `/`) is none of them.
 */
export function mintedWordsIn(text: string, encodedRuns: readonly Run[]): readonly Canary[] {
  const words: Canary[] = []
  for (const run of encodedRuns) {
    for (const { from, to } of runsIn(text, run, wordCharacters, checkedLength)) {
      const value = text.slice(from, to)
      const role = isChecked(value) ? roleOfWord(value) : undefined
      if (role !== undefined) words.push({ role, value })
    }
  }
  return words
}

/** The longest run of characters of minted words. What surrounds it, other values have too. */
export function mintedPartOf(value: string): Run | undefined {
  const runs = runsIn(value, { from: 0, to: value.length }, wordCharacters, checkedLength)
  return runs.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0]
}

/** The word in a value; the value itself when it has none. */
export function mintedWordOf(value: string): string {
  const part = mintedPartOf(value)
  return part === undefined ? value : value.slice(part.from, part.to)
}
