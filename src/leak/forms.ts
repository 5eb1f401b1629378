import { hash } from 'node:crypto'
import { base32, base64, coresOf } from './bit-cores.ts'
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
  | 'json-in-string'
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

/** One string to look for. */
export interface Needle extends Writing {
  readonly canary: Canary
}

/** A value in one of its disguises. */
interface Writing {
  /** Absent: the value itself. */
  readonly form?: Form
  readonly text: string
  /** Compare without regard to case. */
  readonly anyCase: boolean
  /** A match counts when it covers so many characters of this range: of the minted word, if the value has one. */
  readonly from: number
  readonly to: number
  readonly least: number
}

/** Nobody guesses twelve characters of a minted word: 31^12 is 2^59. */
const leastCharacters = 12

/** Every string under which this canary is looked for. */
export function needlesOf(canary: Canary): readonly Needle[] {
  const { value } = canary
  const word = mintedPartOf(value)
  const writings = word === undefined ? writingsOf(value, { from: 0, to: 0 }).map(asWhole) : writingsOf(value, word)
  return [...writings, ...digestsOf(value)].map((writing) => ({ canary, ...writing }))
}

/** Of a value without a minted word (an address) a part says nothing. */
function asWhole(writing: Writing): Writing {
  return { ...writing, from: 0, to: writing.text.length, least: writing.text.length }
}

function writingsOf(value: string, { from, to }: Run): readonly Writing[] {
  const bytes = Buffer.from(value)
  const size = value.length
  const reversed = [...value].reverse().join('')
  const hex = { from: from * 2, to: to * 2, least: leastCharacters * 2 }
  return [
    { text: value, anyCase: true, from, to, least: leastCharacters },
    { form: 'reversed', text: reversed, anyCase: true, from: size - to, to: size - from, least: leastCharacters },
    { form: 'hex', text: bytes.toString('hex'), anyCase: true, ...hex },
    ...coresOf(bytes, { from, to }, base64).flatMap((core) =>
      inBothAlphabets(core.text).map((text): Writing => {
        return { ...core, form: 'base64', text, anyCase: false, least: leastEncoded(6) }
      }),
    ),
    ...coresOf(bytes, { from, to }, base32).map((core): Writing => {
      return { ...core, form: 'base32', anyCase: true, least: leastEncoded(5) }
    }),
  ]
}

/** How many characters depend on twelve of the value alone, wherever in a group those begin. */
function leastEncoded(bits: number): number {
  return Math.floor((leastCharacters * 8 - bits + 1) / bits)
}

/** Who cuts a digest keeps its beginning. A digest is as good a name for a key as the key's first characters. */
const keptCharacters = 20

function digestsOf(value: string): readonly Writing[] {
  const range = { from: 0, to: keptCharacters, least: leastCharacters }
  return algorithms.flatMap((algorithm): readonly Writing[] => {
    const digest = hash(algorithm, value, 'buffer')
    const encoded = inBothAlphabets(digest.toString('base64').replaceAll('=', ''))
    return [
      { form: `${algorithm}-hex`, text: digest.toString('hex'), anyCase: true, ...range },
      ...encoded.map((text): Writing => ({ form: `${algorithm}-base64`, text, anyCase: false, ...range })),
    ]
  })
}

function inBothAlphabets(text: string): readonly string[] {
  return /[+/]/.test(text) ? [text, text.replaceAll('+', '-').replaceAll('/', '_')] : [text]
}
