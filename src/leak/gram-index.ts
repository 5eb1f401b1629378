import { codeIn, type Needle } from './forms.ts'

/** Four characters with the case folded away: a number by which places that may match are found. */
export const gramLength = 4

/** The grams of needles: a hash table in flat arrays, because one is built for every case. Entry 0 is none. */
export interface GramIndex {
  /** A bit for each hash, set where an entry has it. Small and sparse, so that most of a text is done with after one look at it. */
  readonly filter: Uint32Array
  /** By the upper bits of the hash: the first entry. By entry: the next one of the same hash. */
  readonly shift: number
  readonly heads: Uint16Array | Uint32Array
  readonly nexts: Uint16Array | Uint32Array
  /** By entry: the four characters, the needle, and where in the needle. */
  readonly grams: Int32Array
  readonly owners: Uint16Array | Uint32Array
  readonly offsets: Uint16Array
}

/** Places in a needle: from the first, up to the last, every `step`th. */
export interface Offsets {
  readonly first: number
  readonly last: number
  readonly step: number
}

export const hashBits = 18

/** @param offsetsOf the places at which a needle is to be known */
export function indexGrams(needles: readonly Needle[], offsetsOf: (needle: Needle) => Offsets): GramIndex {
  const index = emptyIndex(needles.reduce((sum, needle) => sum + countOf(offsetsOf(needle)), 0))
  let entry = 0
  for (let owner = 0; owner < needles.length; owner++) {
    const needle = needles[owner]
    if (needle === undefined) continue
    const { first, last, step } = offsetsOf(needle)
    for (let offset = first; offset <= last; offset += step) {
      entry++
      index.owners[entry] = owner
      index.offsets[entry] = offset
      enter(index, entry, gramOf(needle, offset))
    }
  }
  return index
}

function countOf({ first, last, step }: Offsets): number {
  return Math.max(0, Math.floor((last - first) / step) + 1)
}

function emptyIndex(entries: number): GramIndex {
  const Numbers = entries < 0x10000 ? Uint16Array : Uint32Array
  const headBits = Math.min(hashBits, Math.max(8, Math.ceil(Math.log2(entries + 1))))
  return {
    filter: new Uint32Array(1 << (hashBits - 5)),
    shift: hashBits - headBits,
    heads: new Numbers(1 << headBits),
    nexts: new Numbers(entries + 1),
    grams: new Int32Array(entries + 1),
    owners: new Numbers(entries + 1),
    offsets: new Uint16Array(entries + 1),
  }
}

function enter({ filter, shift, heads, nexts, grams }: GramIndex, entry: number, gram: number): void {
  const hash = hashOf(gram, hashBits)
  const head = hash >>> shift
  filter[hash >>> 5] = (filter[hash >>> 5] ?? 0) | (1 << (hash & 31))
  grams[entry] = gram
  nexts[entry] = heads[head] ?? 0
  heads[head] = entry
}

function gramOf(needle: Needle, at: number): number {
  let gram = 0
  for (let index = at; index < at + gramLength; index++) gram = nextGram(gram, codeIn(needle, index))
  return gram
}

/** The gram that ends with this character, of the one that ends before it. */
export function nextGram(gram: number, code: number): number {
  return (gram >>> 8) | ((folds[code & 0xff] ?? 0) << 24)
}

export function gramAt(text: string, at: number): number {
  return (
    (folds[text.charCodeAt(at) & 0xff] ?? 0) |
    ((folds[text.charCodeAt(at + 1) & 0xff] ?? 0) << 8) |
    ((folds[text.charCodeAt(at + 2) & 0xff] ?? 0) << 16) |
    ((folds[text.charCodeAt(at + 3) & 0xff] ?? 0) << 24)
  )
}

/** Upper and lower case alike, and the alphabets of base64; that other characters coincide does no harm here. */
const folds: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) => code | 0x20)
folds['-'.charCodeAt(0)] = '+'.charCodeAt(0)
folds['_'.charCodeAt(0)] = '/'.charCodeAt(0)

/** A number of so many bits. */
export function hashOf(gram: number, bits: number): number {
  return Math.imul(gram, 0x9e3779b1) >>> (32 - bits)
}

/** Whether a needle may have a gram of this hash. */
export function mayHave(filter: Uint32Array, hash: number): boolean {
  return (((filter[hash >>> 5] ?? 0) >>> (hash & 31)) & 1) === 1
}
