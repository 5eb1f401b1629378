import { createHash } from 'node:crypto'
import type { Canary } from './canary.ts'

/** A disguise under which a value may travel. */
export type Form =
  | 'plain'
  | 'json-escaped'
  | 'url-encoded'
  | 'base64'
  | 'hex'
  | 'sha256-hex'
  | 'sha1-hex'
  | 'md5-hex'
  | 'reversed'
  | 'json-in-string'

/** One string to look for. */
export interface Needle {
  readonly canary: Canary
  readonly form: Form
  readonly text: string
  /** Compare without regard to case: hexadecimal digits and percent escapes. */
  readonly anyCase: boolean
}

/** Shorter disguised pieces would be found in random text. */
const minimumLength = 8

/** Every string under which this canary is looked for. */
export function needlesOf(canary: Canary): readonly Needle[] {
  const { value } = canary
  const bytes = Buffer.from(value)
  const escaped = JSON.stringify(value).slice(1, -1)
  const encoded = encodeURIComponent(value)
  const candidates: (readonly [Form, string, boolean])[] = [
    ['plain', value, false],
    ['hex', bytes.toString('hex'), true],
    ['reversed', [...value].reverse().join(''), false],
    ...hashes.map(([form, algorithm]) => [form, createHash(algorithm).update(value).digest('hex'), true] as const),
    ...base64Cores(bytes).map((core) => ['base64', core, false] as const),
  ]
  if (escaped !== value) candidates.push(['json-escaped', escaped, false])
  if (encoded !== value) candidates.push(['url-encoded', encoded, true])
  return candidates
    .filter(([form, text]) => form === 'plain' || text.length >= minimumLength)
    .map(([form, text, anyCase]) => ({ canary, form, text: anyCase ? text.toLowerCase() : text, anyCase }))
}

const hashes = [
  ['sha256-hex', 'sha256'],
  ['sha1-hex', 'sha1'],
  ['md5-hex', 'md5'],
] as const

/**
 * Base64 of a value inside a longer text depends on where the value begins modulo three. For each of the three alignments
 * this is the run of characters that depends on the value alone, in both alphabets.
 */
function base64Cores(value: Buffer): readonly string[] {
  const cores = [0, 1, 2].map((lead) => {
    const text = Buffer.concat([Buffer.alloc(lead), value])
      .toString('base64')
      .replaceAll('=', '')
    const first = lead === 0 ? 0 : lead + 1
    const bits = (lead + value.length) * 8
    return text.slice(first, Math.floor(bits / 6))
  })
  return [...new Set(cores.flatMap((core) => [core, core.replaceAll('+', '-').replaceAll('/', '_')]))]
}
