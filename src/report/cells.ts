import type { CaseReport } from './run-report.ts'
import { counted, printable } from './text.ts'

/** The part of a case id that tells it from its siblings: `stream=true,metadata=absent`; empty for a scenario without a matrix. */
export function cellOf(report: Pick<CaseReport, 'id' | 'scenario'>): string {
  const rest = report.id.slice(report.scenario.length)
  return rest.startsWith('[') && rest.endsWith(']') ? rest.slice(1, -1) : rest
}

/** In which cells something happened. */
export interface Spread {
  /** `in 6 of 12 cases, all with stream=true`; empty for a scenario of one case. */
  readonly words: string
  /** The cells, where the words do not already name them; may be many. */
  readonly cells: readonly string[]
}

/** What the cells have in common is said in words; `exactly those` when every executed cell with that value is among them. */
export function spreadOf(hit: readonly CaseReport[], executed: readonly CaseReport[]): Spread {
  if (executed.length <= 1 || hit.length === 0) return { words: '', cells: [] }
  if (hit.length === executed.length) return { words: `in all ${counted(hit.length, 'case')}`, cells: [] }
  const cells = hit.map(cellOf)
  const words = `in ${hit.length} of ${counted(executed.length, 'case')}`
  const shared = sharedValues(hit, executed)
  if (hit.length === 1 || shared.length === 0) return { words, cells }
  const alike = executed.filter((report) => shared.every((value) => valuesOf(report).includes(value)))
  const common = shared.map(printable).join(' and ')
  if (alike.length > hit.length) return { words: `${words}, all with ${common}`, cells }
  return { words: `${words}, exactly those with ${common}`, cells: [] }
}

/** Matrix values that every hit has and some other executed cell has not. */
function sharedValues(hit: readonly CaseReport[], executed: readonly CaseReport[]): readonly string[] {
  const [first] = hit
  if (first === undefined) return []
  return valuesOf(first).filter(
    (value) =>
      hit.every((report) => valuesOf(report).includes(value)) &&
      !executed.every((report) => valuesOf(report).includes(value)),
  )
}

/** A value may itself hold commas, so a new one begins only where `name=` follows. */
function valuesOf(report: CaseReport): readonly string[] {
  const cell = cellOf(report)
  return cell === '' ? [] : cell.split(/,(?=[A-Za-z_][\w.-]*=)/)
}
