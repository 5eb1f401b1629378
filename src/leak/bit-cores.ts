/** An encoding that writes so many bits as one character. */
export interface BitAlphabet {
  readonly bits: 5 | 6
  readonly characters: string
}

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const digits = '0123456789'

/** RFC 4648, sections 4 to 6. */
export const base64: BitAlphabet = { bits: 6, characters: `${upper}${upper.toLowerCase()}${digits}+/` }
export const base32: BitAlphabet = { bits: 5, characters: `${upper}234567` }

/** What a value looks like inside a longer encoded text, when it begins at one place within a group. */
export interface Core {
  readonly text: string
  /** Where in `text` the part of the value stands that was asked for: from, up to and not including. */
  readonly from: number
  readonly to: number
}

/**
 * Encoded text depends on where in a group of characters a value begins: three ways for base64, five for base32. Each core
 * is the run of characters that depends on the value alone; `part` is a range of its bytes.
 */
export function coresOf(
  value: Uint8Array,
  part: { readonly from: number; readonly to: number },
  alphabet: BitAlphabet,
): readonly Core[] {
  const leads = alphabet.bits === 6 ? [0, 1, 2] : [0, 1, 2, 3, 4]
  return leads.map((lead) => {
    const first = Math.ceil((lead * 8) / alphabet.bits)
    const last = Math.floor(((lead + value.length) * 8) / alphabet.bits)
    return {
      text: encode(value, lead, first, last, alphabet),
      from: Math.max(0, Math.ceil(((lead + part.from) * 8) / alphabet.bits) - first),
      to: Math.floor(((lead + part.to) * 8) / alphabet.bits) - first,
    }
  })
}

const padding = Buffer.alloc(2)

/** Characters `first` to `last` of the encoding of `lead` unknown bytes and the value. */
function encode(
  value: Uint8Array,
  lead: number,
  first: number,
  last: number,
  { bits, characters }: BitAlphabet,
): string {
  // Node's own encoder is several times faster, and a scanner is built for every case.
  if (bits === 6)
    return Buffer.concat([Buffer.alloc(lead), value, padding])
      .toString('base64')
      .slice(first, last)
  const text = Buffer.alloc(Math.max(0, last - first))
  for (let index = first; index < last; index++) {
    const bit = index * bits - lead * 8
    const at = bit >> 3
    const pair = ((value[at] ?? 0) << 8) | (value[at + 1] ?? 0)
    text[index - first] = characters.charCodeAt((pair >> (16 - bits - (bit & 7))) & ((1 << bits) - 1))
  }
  return text.toString('latin1')
}
