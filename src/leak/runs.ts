/** A stretch of text: from, up to and not including. */
export interface Run {
  readonly from: number
  readonly to: number
}

/** A set of ASCII characters: 1 at the code of each. */
export type CharacterSet = Uint8Array

export function characterSet(characters: string): CharacterSet {
  const codes = new Uint8Array(128)
  for (const character of characters) codes[character.charCodeAt(0)] = 1
  return codes
}

/** What some encoding may have written: base64 in either alphabet, and with it hexadecimal digits and minted words. */
const encoded = characterSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')

const leastEncoded = 16

export function encodedRunsIn(text: string): readonly Run[] {
  return runsIn(text, { from: 0, to: text.length }, encoded, leastEncoded)
}

/**
 * The longest runs of such characters within a part of a text, `least` characters and more. Looks at one character of
 * `least`, and around it where it is one of them: most of a text is not read.
 */
export function runsIn(text: string, within: Run, members: CharacterSet, least: number): readonly Run[] {
  let runs: Run[] | undefined
  for (let at = within.from + least - 1; at < within.to; at += least) {
    if (!isIn(members, text, at)) continue
    let from = at
    while (from > within.from && isIn(members, text, from - 1)) from--
    let to = at + 1
    while (to < within.to && isIn(members, text, to)) to++
    if (to - from >= least) {
      runs ??= []
      runs.push({ from, to })
    }
    // On to the last place before `to` that is looked at.
    at += Math.floor((to - 1 - at) / least) * least
  }
  return runs ?? none
}

const none: readonly Run[] = []

export function isIn(members: CharacterSet, text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code < 128 && members[code] === 1
}
