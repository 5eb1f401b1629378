import { Fault, throwFaults } from '../contract/fault.ts'
import { nearestNames } from '../contract/suggest.ts'

/**
 * The cases with these ids, in the order in which they come; all of them without ids.
 * @throws Fault | Faults E_CASE_UNKNOWN for an id that nobody has
 */
export function selectCases<Each>(
  all: readonly Each[],
  ids: readonly string[] | undefined,
  idOf: (each: Each) => string,
): readonly Each[] {
  if (ids === undefined) return all
  const known = new Set(all.map(idOf))
  throwFaults(ids.filter((id) => !known.has(id)).map((id) => unknownCase(id, known)))
  const wanted = new Set(ids)
  return all.filter((each) => wanted.has(idOf(each)))
}

function unknownCase(id: string, known: Iterable<string>): Fault {
  const [near] = nearestNames(id, known, 12)
  const hint = near === undefined ? 'Its scenario has to be among the patterns.' : `Did you mean '${near}'?`
  return new Fault('E_CASE_UNKNOWN', `there is no case ${id}`, { hint })
}
