/** The offered media type that an `accept` header wants most; the first of equals; `undefined` when it wants none. */
export function negotiate(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0]
  const ranges = accept.split(',').map(rangeOf)
  const wanted = offered
    .map((type) => ({ type, weight: weightOf(bare(type), ranges) }))
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
  return wanted[0]?.type
}

interface Range {
  readonly type: string
  readonly weight: number
}

function rangeOf(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))
  return { type, weight: quality === undefined ? 1 : Number(quality.slice(2)) || 0 }
}

/** The most particular range that fits counts (RFC 9110, 12.5.1). */
function weightOf(type: string, ranges: readonly Range[]): number {
  for (const name of [type, `${type.split('/', 1)[0]}/*`, '*/*']) {
    const range = ranges.find((each) => each.type === name)
    if (range !== undefined) return range.weight
  }
  return 0
}

function bare(type: string): string {
  return type.split(';', 1)[0] ?? ''
}
