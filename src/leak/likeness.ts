/**
 * Whether encoded characters can be those of text, told from the few that hold the highest bit of a byte: in ASCII it is
 * never set, in random bytes every other time. Decoding whatever looks like base64 would take most of a scan.
 */

/** How many groups are looked at. */
const sample = 16

/** Four characters are three bytes, whose highest bits are the 1st, the 9th and the 17th of 24. */
export function looksLikeBase64Text(text: string, from: number, to: number): boolean {
  const groups = Math.min(sample, (to - from) >> 2)
  const bearable = (groups * 3) >> 2
  let strange = 0
  for (let at = from; at < from + groups * 4; at += 4) {
    if ((sextet(text, at) & 32) !== 0) strange++
    if ((sextet(text, at + 1) & 8) !== 0) strange++
    if ((sextet(text, at + 2) & 2) !== 0) strange++
    if (strange > bearable) return false
  }
  return true
}

export function looksLikeHexText(text: string, from: number, to: number): boolean {
  const pairs = Math.min(sample, (to - from) >> 1)
  let strange = 0
  for (let pair = 0; pair < pairs; pair++) {
    // Digits up to 7 have codes up to 55.
    if (text.charCodeAt(from + pair * 2) > 55) strange++
  }
  return strange * 4 <= pairs
}

function sextet(text: string, at: number): number {
  return sextets[text.charCodeAt(at) & 127] ?? 0
}

const sextets: Uint8Array = sextetsOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')

function sextetsOf(alphabet: string): Uint8Array {
  const values = new Uint8Array(128)
  for (const [value, character] of [...alphabet].entries()) values[character.charCodeAt(0)] = value
  values['-'.charCodeAt(0)] = 62
  values['_'.charCodeAt(0)] = 63
  return values
}
