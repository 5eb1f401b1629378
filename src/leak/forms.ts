import { hash } from 'node:crypto'
import { type BitAlphabet, base16, base32, base64, codeAt, coresOf, type Encoded, textOf } from './bit-cores.ts'
import type { Canary } from './canary.ts'
import { mintedPartOf } from './minted-words.ts'
import type { Run } from './runs.ts'

/** A disguise under which a value may travel. The first group is looked for as it is, the second is undone. */
export type Form =
  | 'case-changed'
  | 'reversed'
  | 'hex'
  | 'base64'
  | 'base32'
  | Digest
  /** A part of the value, or of its disguise, that is worth twelve characters and more. */
  | 'partial'
  | 'json-escaped'
  | 'url-encoded'
  | 'html-entities'
  | 'utf-16'
  | 'gzip'
  | 'deflate'
  | 'brotli'
  | 'zstd'

type Digest = `${(typeof algorithms)[number]}-${'hex' | 'base64'}`
const algorithms = ['sha256', 'sha1', 'md5', 'sha512'] as const

/** How a value is written in one of its disguises. All values of the same shape have the same writings. */
interface Writing {
  /** `undefined`: the value itself. */
  readonly form: Form | undefined
  /** `undefined`: as it is. */
  readonly encoded: Encoded | undefined
  readonly length: number
  /** Compare without regard to case. */
  readonly anyCase: boolean
  /** A match counts when it covers so many characters of this range: of the minted word, if the value has one. */
  readonly from: number
  readonly to: number
  readonly least: number
}

/**
 * What to look for. It is not written down until there is something to compare it with: a scanner has hundreds of needles,
 * one is built for every case, and hardly a text has four characters of any.
 */
export interface Needle {
  readonly canary: Canary
  readonly writing: Writing
  /** What is encoded: a byte in each character. Else the text. */
  readonly source: string
}

/** Nobody guesses twelve characters of a minted word: 31^12 is 2^59. */
const leastCharacters = 12

/** Everything as which this canary is looked for. */
export function needlesOf(canary: Canary): readonly Needle[] {
  const { value } = canary
  const bytes = Buffer.from(value).toString('latin1')
  const { plain, reversed, encoded } = writingsOf(bytes.length, value)
  const needles: Needle[] = [
    { canary, writing: plain, source: value },
    { canary, writing: reversed, source: [...value].reverse().join('') },
  ]
  for (const writing of encoded) needles.push({ canary, writing, source: bytes })
  for (const algorithm of algorithms) {
    const source = hash(algorithm, value, 'binary')
    for (const writing of digestWritings[algorithm]) needles.push({ canary, writing, source })
  }
  return needles
}

/** The code of one character of a needle. */
export function codeIn({ writing: { encoded }, source }: Needle, index: number): number {
  return encoded === undefined ? source.charCodeAt(index) : codeAt(encoded, source, index)
}

/** The strings that a needle stands for: base64 has two alphabets. */
export function textsOf({ writing: { encoded }, source }: Needle): readonly string[] {
  const text = encoded === undefined ? source : textOf(encoded, source)
  const isMixed = encoded?.alphabet === base64 && /[+/]/.test(text)
  return isMixed ? [text.replaceAll('+', '-').replaceAll('/', '_'), text] : [text]
}

interface Writings {
  readonly plain: Writing
  readonly reversed: Writing
  readonly encoded: readonly Writing[]
}

/** By length and place of the minted word: a run has a dozen of them. */
const known = new Map<string, Writings>()

function writingsOf(bytes: number, value: string): Writings {
  const word = mintedPartOf(value)
  const shape = `${bytes} ${value.length} ${word?.from} ${word?.to}`
  const writings = known.get(shape) ?? newWritings(bytes, value.length, word)
  known.set(shape, writings)
  return writings
}

function newWritings(bytes: number, size: number, word: Run | undefined): Writings {
  const part = word ?? { from: 0, to: size }
  const writing = (form: Form | undefined, encoded: Encoded | undefined, { from, to }: Run, least: number): Writing => {
    const base = { form, encoded, length: encoded?.length ?? size, anyCase: encoded?.alphabet !== base64 }
    // Of a value without a minted word (an address) a part says nothing.
    return word === undefined ? { ...base, from: 0, to: base.length, least: base.length } : { ...base, from, to, least }
  }
  const cores = (form: Form, alphabet: BitAlphabet): readonly Writing[] =>
    coresOf(bytes, part, alphabet).map((core) => writing(form, core, core, leastEncoded(alphabet)))
  const mirrored = { from: size - part.to, to: size - part.from }
  return {
    plain: writing(undefined, undefined, part, leastCharacters),
    reversed: writing('reversed', undefined, mirrored, leastCharacters),
    encoded: [...cores('hex', base16), ...cores('base64', base64), ...cores('base32', base32)],
  }
}

/** How many characters depend on twelve of the value alone, wherever in a group those begin. */
function leastEncoded({ bits }: BitAlphabet): number {
  // In hexadecimal digits a group is a byte.
  return bits === 4 ? leastCharacters * 2 : Math.floor((leastCharacters * 8 - bits + 1) / bits)
}

/** Who cuts a digest keeps its beginning. A digest is as good a name for a key as the key's first characters. */
const keptCharacters = 20

/** Of each algorithm, in hexadecimal digits and in base64. */
const digestWritings: Readonly<Record<(typeof algorithms)[number], readonly Writing[]>> = {
  sha256: digestWritingsOf('sha256', 32),
  sha1: digestWritingsOf('sha1', 20),
  md5: digestWritingsOf('md5', 16),
  sha512: digestWritingsOf('sha512', 64),
}

/** @param bytes of a digest */
function digestWritingsOf(algorithm: (typeof algorithms)[number], bytes: number): readonly Writing[] {
  return [base16, base64].map((alphabet) => ({
    form: alphabet === base64 ? `${algorithm}-base64` : `${algorithm}-hex`,
    encoded: { alphabet, skipped: 0, length: Math.ceil((bytes * 8) / alphabet.bits) },
    length: Math.ceil((bytes * 8) / alphabet.bits),
    anyCase: alphabet !== base64,
    from: 0,
    to: keptCharacters,
    least: leastCharacters,
  }))
}
