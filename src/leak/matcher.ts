import { type Needle, textsOf } from './forms.ts'
import {
  type GramIndex,
  gramAt,
  gramLength,
  hashBits,
  hashOf,
  indexGrams,
  mayHave,
  nextGram,
  type Offsets,
} from './gram-index.ts'
import { checkedLength } from './word-check.ts'

/** A needle, or enough of it, in a text. */
export interface Match {
  readonly needle: Needle
  /** Where in the text: from, up to and not including. */
  readonly from: number
  readonly to: number
  readonly isWhole: boolean
  /** Letter for letter; else upper and lower case differ. */
  readonly isExact: boolean
}

export interface Matcher {
  /** The least length of a text that can hold a match. */
  readonly shortest: number
  matches(text: string): readonly Match[]
}

/**
 * Looks for all needles in one pass. Every match covers at least `least` characters of its needle in a row, so that four
 * characters of each stride are enough, on one of the two sides: at first every place of a text is looked at, and few of
 * the needles are known; when there is more to look at than it takes to know every place of them, it is the other way round.
 */
export function createMatcher(needles: readonly Needle[]): Matcher {
  const reach = needles.reduce((least, needle) => Math.min(least, needle.writing.least), checkedLength)
  const stride = Math.max(1, reach - gramLength + 1)
  const texts: (readonly string[])[] = []
  const candidate: Candidate = (owner, offset, text, at, found) => {
    const needle = needles[owner]
    if (needle === undefined) return
    texts[owner] ??= textsOf(needle)
    for (const wanted of texts[owner] ?? []) {
      const match = grownMatch(needle, wanted, offset, text, at)
      if (match !== undefined) found.push(match)
    }
  }
  let sparse: GramIndex | undefined
  let dense: GramIndex | undefined
  let seen = 0
  const matches = (text: string): readonly Match[] => {
    seen += text.length
    if (seen < manyCharacters) {
      sparse ??= indexGrams(needles, offsetsApart)
      return everywhere(text, sparse, candidate)
    }
    dense ??= indexGrams(needles, (needle) => everyOffset(needle, stride))
    return atStrides(text, stride, dense, candidate)
  }
  return { shortest: reach, matches }
}

/** From here on it pays to know every place of every needle. */
const manyCharacters = 64 * 1024

/** Checks the place of a needle whose four characters stand in a text. */
type Candidate = (owner: number, offset: number, text: string, at: number, found: Match[]) => void

const none: readonly Match[] = []

function everywhere(text: string, index: GramIndex, candidate: Candidate): readonly Match[] {
  const { filter } = index
  let found: Match[] | undefined
  let gram = 0
  for (let end = 0; end < text.length; end++) {
    gram = nextGram(gram, text.charCodeAt(end))
    const hash = hashOf(gram, hashBits)
    if (!mayHave(filter, hash)) continue
    found ??= []
    look(index, hash, gram, text, end + 1 - gramLength, candidate, found)
  }
  return found ?? none
}

function atStrides(text: string, stride: number, index: GramIndex, candidate: Candidate): readonly Match[] {
  const { filter } = index
  let found: Match[] | undefined
  for (let at = 0; at + gramLength <= text.length; at += stride) {
    const gram = gramAt(text, at)
    const hash = hashOf(gram, hashBits)
    if (!mayHave(filter, hash)) continue
    found ??= []
    look(index, hash, gram, text, at, candidate, found)
  }
  return found ?? none
}

function look(
  { heads, nexts, grams, owners, offsets, shift }: GramIndex,
  hash: number,
  gram: number,
  text: string,
  at: number,
  candidate: Candidate,
  found: Match[],
): void {
  for (let entry = heads[hash >>> shift] ?? 0; entry !== 0; entry = nexts[entry] ?? 0) {
    if (grams[entry] === gram) candidate(owners[entry] ?? 0, offsets[entry] ?? 0, text, at, found)
  }
}

/** For texts that are looked at in every `stride`th place. */
function everyOffset({ writing: { from, to, least } }: Needle, stride: number): Offsets {
  const last = to - gramLength
  // Of a needle that counts only as a whole, the end is enough: addresses begin alike.
  return { first: least === to - from ? Math.max(from, last - stride + 1) : from, last, step: 1 }
}

/** For texts that are looked at everywhere. */
function offsetsApart({ writing: { from, to, least } }: Needle): Offsets {
  const last = to - gramLength
  return { first: least === to - from ? Math.max(from, last) : from, last, step: least - gramLength + 1 }
}

/** As far as needle and text are the same, in both directions from a place where four characters may be. */
function grownMatch(needle: Needle, wanted: string, offset: number, text: string, at: number): Match | undefined {
  const { anyCase, from, to, least } = needle.writing
  const shift = at - offset
  const same = (index: number): boolean => {
    const [a, b] = [wanted.charCodeAt(index), text.charCodeAt(index + shift)]
    return a === b || (anyCase && lower(a) === lower(b))
  }
  let start = offset
  while (start > 0 && start + shift > 0 && same(start - 1)) start--
  let end = offset
  while (end < wanted.length && end + shift < text.length && same(end)) end++
  if (Math.min(end, to) - Math.max(start, from) < least) return undefined
  const isWhole = end - start === wanted.length
  const match = { needle, from: start + shift, to: end + shift, isWhole }
  if (isNumberLike(needle) && runsOn(wanted, text, match.from, match.to)) return undefined
  const isExact = !anyCase || wanted.slice(start, end) === text.slice(match.from, match.to)
  return { ...match, isExact }
}

function lower(code: number): number {
  return code >= 65 && code <= 90 ? code | 0x20 : code
}

/** An address, not a word; an encoded one has digits of its own around it. */
function isNumberLike({ writing: { form, length, least } }: Needle): boolean {
  return least === length && (form === undefined || form === 'reversed')
}

/** Digits that run on into another number: `127.3.4.5` is not in `127.3.4.55`. Letters around a word still show the word. */
function runsOn(wanted: string, text: string, from: number, to: number): boolean {
  return (isDigit(text[from - 1]) && isDigit(wanted[0])) || (isDigit(text[to]) && isDigit(wanted[wanted.length - 1]))
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9'
}
