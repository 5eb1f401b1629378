import type { Style } from '../report/style.ts'
import { counted, padded, wrapped } from '../report/text.ts'
import type { DrilledDefect, DrillResult } from './drill-result.ts'

/** One defect in a line: by how many of the checks it names it was caught, and in how many cases. */
export function defectLine({ id, names, tripped, failedCases, cases }: DrilledDefect, style: Style): string {
  const blind = names.filter((check) => !tripped.includes(check))
  const verdict = blind.length === 0 ? style.good('caught') : style.bad('MISSED')
  const by = blind.length === 0 ? names.join(', ') : `not by ${blind.join(', ')}`
  return `${verdict}  ${padded(id, 42)}  ${by}  ${style.faint(`${failedCases} of ${counted(cases, 'case')}`)}`
}

/** Which defect trips which check: `●` where the defect names it, `·` where it is tripped as well. */
export function matrixLines({ defects }: DrillResult, checks: readonly string[]): readonly string[] {
  const width = Math.max(...defects.map(({ id }) => id.length), 6)
  const columns = checks.map((_, index) => String(index + 1).padStart(3))
  const rows = defects.map(({ id, names, tripped }) => {
    const marks = checks.map((check) => (tripped.includes(check) ? (names.includes(check) ? '  ●' : '  ·') : '   '))
    return `${padded(id, width)} ${marks.join('')}`.trimEnd()
  })
  const legend = checks.map((check, index) => `${String(index + 1).padStart(3)}  ${check}`)
  return [`${padded('defect', width)} ${columns.join('')}`, ...rows, '', ...legend]
}

/** The score, and by name what stays unproven. */
export function scoreLines(result: DrillResult, checks: number, scenarios: number, width: number): readonly string[] {
  const { defects, missed, idleChecks, idleScenarios } = result
  const share = (all: number, without: number, what: string) => `${all - without} of ${counted(all, what)}`
  return [
    `${share(defects.length, missed.length, 'defect')} caught by every check that it names`,
    `${share(checks, idleChecks.length, 'check')} tripped`,
    `${share(scenarios, idleScenarios.length, 'scenario')} in which a defect is found`,
    ...idleLines('checks that nothing trips', idleChecks, width),
    ...idleLines('scenarios in which nothing is found', idleScenarios, width),
  ]
}

function idleLines(title: string, ids: readonly string[], width: number): readonly string[] {
  return ids.length === 0 ? [] : ['', `${title}:`, ...wrapped(ids.join(' '), width - 2).map((line) => `  ${line}`)]
}
