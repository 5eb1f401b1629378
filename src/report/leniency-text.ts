import type { CaseReport, RunReport } from './run-report.ts'
import { counted, printable } from './text.ts'

/** In what the provider of a case was made less strict: nothing for most. */
export function leniencies({ level, relaxations }: CaseReport): readonly string[] {
  return [
    ...(level === 'real' ? [] : [`level ${level}`]),
    ...relaxations.map(({ rule, reason }) => printable(`${rule} relaxed: ${reason}`)),
  ]
}

/** The same for a whole run, a sentence for each thing and scenario: also cases that passed may have passed for it. */
export function leniencySentences({ cases }: RunReport): readonly string[] {
  const counts = new Map<string, { readonly scenario: string; readonly what: string; cases: number }>()
  for (const each of cases.filter(({ outcome }) => outcome !== 'not-applicable')) {
    for (const what of leniencies(each)) {
      const key = `${each.scenario} ${what}`
      const known = counts.get(key) ?? { scenario: each.scenario, what, cases: 0 }
      counts.set(key, { ...known, cases: known.cases + 1 })
    }
  }
  return [...counts.values()].map(
    ({ scenario, what, cases }) => `Less strict than the provider in ${counted(cases, 'case')} of ${scenario}: ${what}`,
  )
}
