import { Fault } from '../contract/fault.ts'
import { mostNamesListed, namesNear, nearestNames } from '../contract/suggest.ts'

/**
 * The value of a table by a name that a person typed.
 * @param what as in a sentence: `gateway`
 * @throws Fault with this code, the nearest name, and all that there are, or where a great many are listed
 */
export function knownIn<T>(table: Readonly<Record<string, T>>, name: string, what: string, code: string): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined
  if (found !== undefined) return found
  throw unknownName(name, Object.keys(table), what, code)
}

/** The fault for a name that is none of these. */
export function unknownName(name: string, known: readonly string[], what: string, code: string): Fault {
  const [nearest] = nearestNames(name, known, 3)
  const isLong = known.length > mostNamesListed
  const where = isLong ? ` watertight list ${what}s names all.` : ''
  const all = `There ${known.length === 1 ? 'is' : 'are'}: ${namesNear(name, known)}.${where}`
  return new Fault(code, `there is no ${what} "${name}"`, {
    hint: nearest === undefined ? all : `Did you mean ${nearest}? ${all}`,
  })
}
