import { hash } from 'node:crypto'
import { base32, base64, coresOf } from './bit-cores.ts'
import type { Canary } from './canary.ts'
import { mintedPartOf } from './minted-words.ts'

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
export interface Needle {
  readonly canary: Canary
  /** Absent: the value itself. */
  readonly form?: Form
  readonly text: string
  /** Compare without regard to case. */
  readonly anyCase: boolean
  /** A match counts when it covers so many characters of this range. The whole text where the value has no minted word. */
  readonly from: number
  readonly to: number
  readonly least: number
}

/** Nobody guesses twelve characters of a minted word: 31^12 is 2^59. */
const leastCharacters = 12

/** Every string under which this canary is looked for. */
export function needlesOf(canary: Canary): readonly Needle[] {
  const { value } = canary
  const bytes = Buffer.from(value)
  const size = value.length
  const word = mintedPartOf(value)
  const { from, to } = word ?? { from: 0, to: bytes.length }
  const least = word === undefined ? undefined : leastCharacters
  const needle = (text: string, range: Omit<Needle, 'canary' | 'text'>): Needle => ({ canary, text, ...range })
  const part = (text: string, form: Form | undefined, range: { from: number; to: number }, count: number | undefined) =>
    needle(text, {
      ...(form === undefined ? {} : { form }),
      anyCase: form !== 'base64',
      ...(count === undefined ? { from: 0, to: text.length, least: text.length } : { ...range, least: count }),
    })
  const bitCount = (bits: number) => least && Math.floor((least * 8 - bits + 1) / bits)
  return [
    part(value, undefined, { from, to }, least),
    part([...value].reverse().join(''), 'reversed', { from: size - to, to: size - from }, least),
    part(bytes.toString('hex'), 'hex', { from: from * 2, to: to * 2 }, least && least * 2),
    ...coresOf(bytes, { from, to }, base64).flatMap((core) =>
      inBothAlphabets(core.text).map((text) => part(text, 'base64', core, bitCount(6))),
    ),
    ...coresOf(bytes, { from, to }, base32).map((core) => part(core.text, 'base32', core, bitCount(5))),
    ...digestsOf(value).map(({ text, form, anyCase }) =>
      needle(text, { form, anyCase, from: 0, to: keptCharacters, least: leastCharacters }),
    ),
  ]
}

/** Who cuts a digest keeps its beginning. A digest is as good a name for a key as the key's first characters. */
const keptCharacters = 20

function digestsOf(value: string): { readonly text: string; readonly form: Digest; readonly anyCase: boolean }[] {
  return algorithms.flatMap((algorithm) => {
    const digest = hash(algorithm, value, 'buffer')
    const hex = { text: digest.toString('hex'), form: `${algorithm}-hex`, anyCase: true } as const
    const encoded = inBothAlphabets(digest.toString('base64').replaceAll('=', '')).map(
      (text) => ({ text, form: `${algorithm}-base64`, anyCase: false }) as const,
    )
    return [hex, ...encoded]
  })
}

function inBothAlphabets(text: string): readonly string[] {
  return /[+/]/.test(text) ? [text, text.replaceAll('+', '-').replaceAll('/', '_')] : [text]
}
