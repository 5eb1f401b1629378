/**
 * The names that a mistyped one may have meant: Levenshtein distance of at most `within`, nearest first, then
 * alphabetical. Two edits and no more is also how OpenAI suggests parameters: authors and wire share this function.
 */
export function nearestNames(name: string, known: Iterable<string>, within = 2): string[] {
  const near: { readonly name: string; readonly distance: number }[] = []
  for (const candidate of known) {
    const distance = editDistance(name, candidate, within)
    if (distance <= within) near.push({ name: candidate, distance })
  }
  near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
  return near.map((entry) => entry.name)
}

/** A hint for an author: `Did you mean "properties"?`, else the names there are. */
export function nameHint(name: string, known: readonly string[]): string {
  const [nearest] = nearestNames(name, known)
  return nearest === undefined ? `Known here: ${namesNear(name, known)}.` : `Did you mean "${nearest}"?`
}

/** More than these nobody reads. */
export const mostNamesListed = 60

/** All names, in their order; of a great many those that are most like it: `a, b, c and 217 others`. */
export function namesNear(name: string, known: readonly string[]): string {
  if (known.length <= mostNamesListed) return known.join(', ')
  const near = nearestNames(name, known, Number.POSITIVE_INFINITY).slice(0, 6)
  return `${near.join(', ')} and ${known.length - near.length} others`
}

/** Exact up to `limit`; anything above it is `limit + 1`, without the work. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, at(row, j) + 1, at(next, j - 1) + 1))
    }
    if (Math.min(...next) > limit) return limit + 1
    row = next
  }
  return at(row, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
