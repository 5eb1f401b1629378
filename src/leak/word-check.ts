/**
 * A minted word carries its own proof, so that a word of any case of any run is known for one without a list of them:
 * its first letter tells the role, its last six characters follow from those before.
 *
 * Six characters of 31 are 887,503,681 possibilities. A run of characters of this alphabet that is no minted word passes
 * with a probability of 1.1e-9, and such runs of sixteen and more are rare outside of hexadecimal digits, which are left
 * out by a rule of their own: a minted word of sixteen characters is all `a`–`f` and digits once in 400,000 words.
 * Ten characters remain that tell words apart: 7e14, so that among 200,000 words two are the same once in 40,000 runs.
 */

/** Lower-case letters and digits that nobody mistakes for each other. */
export const wordAlphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
/** The letters come first: a word begins with one. */
export const wordLetters = 23

/** Words of this length and more are checked. */
export const checkedLength = 16
const checkLength = 6

/** Makes the end of a word follow from its beginning. Words too short to be recognised stay as they are. */
export function withCheck(word: string): string {
  if (word.length < checkedLength) return word
  const payload = word.slice(0, -checkLength)
  return payload + checkOf(payload)
}

/** Whether the end of this word follows from its beginning. */
export function isChecked(word: string): boolean {
  if (word.length < checkedLength || /^[a-f2-9]*$/.test(word)) return false
  return word.endsWith(checkOf(word.slice(0, -checkLength)))
}

/** FNV-1a over the characters, stirred as MurmurHash3 ends, because one changed character has to change them all. */
function checkOf(payload: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < payload.length; index++) hash = Math.imul(hash ^ payload.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  let rest = (hash ^ (hash >>> 16)) >>> 0
  let check = ''
  for (let index = 0; index < checkLength; index++) {
    check += wordAlphabet[rest % wordAlphabet.length]
    rest = Math.floor(rest / wordAlphabet.length)
  }
  return check
}
