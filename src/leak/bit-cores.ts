/** An encoding that writes so many bits as one character. */
export interface BitAlphabet {
  readonly bits: 4 | 5 | 6
  readonly characters: string
}

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const digits = '0123456789'

/** RFC 4648, sections 4, 6 and 8. */
export const base64: BitAlphabet = { bits: 6, characters: `${upper}${upper.toLowerCase()}${digits}+/` }
export const base32: BitAlphabet = { bits: 5, characters: `${upper}234567` }
export const base16: BitAlphabet = { bits: 4, characters: `${digits}abcdef` }

/** A stretch of what bytes look like in an encoding. */
export interface Encoded {
  readonly alphabet: BitAlphabet
  /** Bits by which the first character begins after the first byte. */
  readonly skipped: number
  /** In characters. */
  readonly length: number
}

/** What a value looks like inside a longer encoded text, when it begins at one place within a group of characters. */
export interface Core extends Encoded {
  /** Where in it the part of the value stands that was asked for: from, up to and not including. */
  readonly from: number
  readonly to: number
}

/** How many bytes of something else may stand before a value in its group of characters. */
const leads = { 4: [0], 5: [0, 1, 2, 3, 4], 6: [0, 1, 2] } as const

/**
 * Encoded text depends on where in a group of characters a value begins: three ways for base64, five for base32. Each core
 * is the run of characters that depends on the value alone; `part` is a range of its bytes. In whatever bytes: all values of
 * a length have the same cores.
 */
export function coresOf(
  length: number,
  part: { readonly from: number; readonly to: number },
  alphabet: BitAlphabet,
): readonly Core[] {
  const { bits } = alphabet
  return leads[bits].map((lead) => {
    const first = Math.ceil((lead * 8) / bits)
    const last = Math.floor(((lead + length) * 8) / bits)
    return {
      alphabet,
      skipped: first * bits - lead * 8,
      length: Math.max(0, last - first),
      from: Math.max(0, Math.ceil(((lead + part.from) * 8) / bits) - first),
      to: Math.floor(((lead + part.to) * 8) / bits) - first,
    }
  })
}

/** The code of one character. @param bytes one in each character */
export function codeAt({ alphabet: { bits, characters }, skipped }: Encoded, bytes: string, index: number): number {
  const bit = skipped + index * bits
  const at = bit >> 3
  // After the last byte the code is NaN, whose bits are the zeros that RFC 4648 has there.
  const pair = (bytes.charCodeAt(at) << 8) | bytes.charCodeAt(at + 1)
  return characters.charCodeAt((pair >> (16 - bits - (bit & 7))) & ((1 << bits) - 1))
}

export function textOf(encoded: Encoded, bytes: string): string {
  return String.fromCharCode(...Array.from({ length: encoded.length }, (_, index) => codeAt(encoded, bytes, index)))
}
