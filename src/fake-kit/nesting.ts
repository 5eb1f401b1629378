/** How deep JSON may be nested. Real requests stay far below; far above, whoever walks it runs out of stack. */
export const maximumNesting = 512

const quote = 0x22
const backslash = 0x5c
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b])
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d])

/** Whether JSON text is nested deeper than that, told from its brackets without building anything. */
export function isNestedTooDeeply(json: Buffer): boolean {
  if (!hasManyOpenings(json)) return false
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const byte = json[at] ?? 0
    if (byte === quote) at = endOfString(json, at)
    else if (opening.has(byte)) depth += 1
    else if (closing.has(byte)) depth -= 1
    if (depth > maximumNesting) return true
  }
  return false
}

/** Whether there are enough brackets to be nested that deeply. Few bodies have so many, and those are found in leaps. */
function hasManyOpenings(json: Buffer): boolean {
  let left = maximumNesting
  for (const bracket of opening) {
    for (let at = json.indexOf(bracket); at !== -1; at = json.indexOf(bracket, at + 1)) {
      left -= 1
      if (left < 0) return true
    }
  }
  return false
}

/** The place of the quote that ends a string, or of the end of the text. */
function endOfString(json: Buffer, start: number): number {
  let end = json.indexOf(quote, start + 1)
  while (end !== -1 && isEscaped(json, end)) end = json.indexOf(quote, end + 1)
  return end === -1 ? json.length : end
}

/** An odd number of backslashes before it. */
function isEscaped(json: Buffer, at: number): boolean {
  let first = at
  while (json[first - 1] === backslash) first -= 1
  return (at - first) % 2 === 1
}
