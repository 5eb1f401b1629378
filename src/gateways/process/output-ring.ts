/** The last bytes of an output, so that a chatty process cannot fill our memory. */
export interface OutputRing {
  write(chunk: Buffer): void
  /** As UTF-8; begins with a line that counts what was dropped, when something was. */
  text(): string
}

/** @param limit bytes to keep */
export function outputRing(limit: number): OutputRing {
  const chunks: Buffer[] = []
  let kept = 0
  let dropped = 0
  const dropOldest = (bytes: number) => {
    const oldest = chunks.shift() ?? Buffer.alloc(0)
    // Copied, because a slice would keep the memory that it is to give back.
    if (bytes < oldest.length) chunks.unshift(Buffer.from(oldest.subarray(bytes)))
    const count = Math.min(bytes, oldest.length)
    kept -= count
    dropped += count
  }
  return {
    write: (chunk) => {
      chunks.push(chunk)
      kept += chunk.length
      while (kept > limit) dropOldest(kept - limit)
    },
    text: () => {
      const bytes = Buffer.concat(chunks)
      return dropped === 0 ? bytes.toString('utf8') : `[${dropped} bytes dropped]\n${wholeCharacters(bytes)}`
    },
  }
}

/** Without the continuation bytes of a character whose beginning was dropped. */
function wholeCharacters(bytes: Buffer): string {
  let start = 0
  while (start < 3 && ((bytes[start] ?? 0) & 0b1100_0000) === 0b1000_0000) start++
  return bytes.subarray(start).toString('utf8')
}

/** The end of an output as it stands in a message: the last `count` lines that are not blank, indented. */
export function lastLines(text: string, count: number): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.length === 0
    ? '  (it printed nothing)'
    : lines
        .slice(-count)
        .map((line) => `  ${line}`)
        .join('\n')
}
