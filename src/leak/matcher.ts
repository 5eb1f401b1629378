import type { Needle } from './forms.ts'
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

/** Four characters with the case folded away: a number by which places that may match are found. */
const gramLength = 4

export interface Matcher {
  /** The least length of a text that can hold a match. */
  readonly shortest: number
  matches(text: string): readonly Match[]
}

/**
 * Looks for all needles in one pass. Every match covers at least `reach` characters in a row, so that four characters of each
 * `stride` are enough, on one of the two sides: a long text is looked at in so many places and every place of a needle is
 * known; for a short one, where to know them would take longer than to look, it is the other way round.
 */
export function createMatcher(needles: readonly Needle[]): Matcher {
  const reach = needles.reduce((least, needle) => Math.min(least, needle.least), checkedLength)
  const stride = Math.max(1, reach - gramLength + 1)
  let sparse: GramIndex | undefined
  let dense: GramIndex | undefined
  const matches = (text: string): readonly Match[] => {
    if (text.length < longText) {
      sparse ??= indexGrams(needles, (needle) => offsetsApart(needle, stride))
      return matchesIn(text, 1, sparse, needles)
    }
    dense ??= indexGrams(needles, (needle) => everyOffset(needle, stride))
    return matchesIn(text, stride, dense, needles)
  }
  return { shortest: reach, matches }
}

/** From here on it pays to know every place of every needle. */
const longText = 32 * 1024

function matchesIn(text: string, step: number, index: GramIndex, needles: readonly Needle[]): readonly Match[] {
  const { bits, heads, nexts, grams, owners, offsets } = index
  const found: Match[] = []
  for (let at = 0; at + gramLength <= text.length; at += step) {
    const gram = gramAt(text, at)
    for (let entry = heads[slotOf(gram, bits)] ?? 0; entry !== 0; entry = nexts[entry] ?? 0) {
      const needle = grams[entry] === gram ? needles[owners[entry] ?? 0] : undefined
      const match = needle && grownMatch(needle, offsets[entry] ?? 0, text, at)
      if (match !== undefined) found.push(match)
    }
  }
  return found
}

/** A hash table in flat arrays, because one is built for every case: a chain of entries for each hash. Entry 0 is none. */
interface GramIndex {
  /** Of the hashes: 2 to this power. */
  readonly bits: number
  /** By hash: the first entry. By entry: the next one of the same hash. */
  readonly heads: Uint16Array | Uint32Array
  readonly nexts: Uint16Array | Uint32Array
  /** By entry: the four characters, the needle, and where in the needle. */
  readonly grams: Int32Array
  readonly owners: Uint16Array | Uint32Array
  readonly offsets: Uint16Array
}

/** Places in a needle: from the first, up to the last, every `step`th. */
interface Offsets {
  readonly first: number
  readonly last: number
  readonly step: number
}

function indexGrams(needles: readonly Needle[], offsetsOf: (needle: Needle) => Offsets): GramIndex {
  const places = needles.map(offsetsOf)
  const count = places.reduce(
    (sum, { first, last, step }) => sum + Math.max(0, Math.floor((last - first) / step) + 1),
    0,
  )
  const Numbers = count < 0x10000 ? Uint16Array : Uint32Array
  const bits = Math.max(10, Math.ceil(Math.log2(count * 2 + 1)))
  const heads = new Numbers(1 << bits)
  const nexts = new Numbers(count + 1)
  const grams = new Int32Array(count + 1)
  const owners = new Numbers(count + 1)
  const offsets = new Uint16Array(count + 1)
  let entry = 0
  for (const [owner, { first, last, step }] of places.entries()) {
    const text = needles[owner]?.text ?? ''
    for (let offset = first; offset <= last; offset += step) {
      const gram = gramAt(text, offset)
      const slot = slotOf(gram, bits)
      entry++
      grams[entry] = gram
      owners[entry] = owner
      offsets[entry] = offset
      nexts[entry] = heads[slot] ?? 0
      heads[slot] = entry
    }
  }
  return { bits, heads, nexts, grams, owners, offsets }
}

/** For texts that are looked at in every `stride`th place. */
function everyOffset(needle: Needle, stride: number): Offsets {
  const last = needle.to - gramLength
  // Of a needle that counts only as a whole, the end is enough: addresses begin alike.
  return { first: isWholeOnly(needle) ? Math.max(needle.from, last - stride + 1) : needle.from, last, step: 1 }
}

/** For texts that are looked at everywhere. */
function offsetsApart(needle: Needle, stride: number): Offsets {
  const last = needle.to - gramLength
  return { first: isWholeOnly(needle) ? Math.max(needle.from, last) : needle.from, last, step: stride }
}

function isWholeOnly({ from, to, least }: Needle): boolean {
  return least === to - from
}

function slotOf(gram: number, bits: number): number {
  return Math.imul(gram, 0x9e3779b1) >>> (32 - bits)
}

function gramAt(text: string, at: number): number {
  return (
    folded(text.charCodeAt(at)) |
    (folded(text.charCodeAt(at + 1)) << 8) |
    (folded(text.charCodeAt(at + 2)) << 16) |
    (folded(text.charCodeAt(at + 3)) << 24)
  )
}

/** Upper and lower case alike; that other characters coincide does no harm here. */
function folded(code: number): number {
  return (code & 0xff) | 0x20
}

/** As far as needle and text are the same, in both directions from a place where four characters may be. */
function grownMatch(needle: Needle, offset: number, text: string, at: number): Match | undefined {
  const { text: wanted, anyCase, from, to, least } = needle
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
function isNumberLike({ form, text, least }: Needle): boolean {
  return least === text.length && (form === undefined || form === 'reversed')
}

/** Digits that run on into another number: `127.3.4.5` is not in `127.3.4.55`. Letters around a word still show the word. */
function runsOn(wanted: string, text: string, from: number, to: number): boolean {
  return (isDigit(text[from - 1]) && isDigit(wanted[0])) || (isDigit(text[to]) && isDigit(wanted[wanted.length - 1]))
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9'
}
