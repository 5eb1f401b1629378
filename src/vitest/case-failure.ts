import { findingBlock } from '../report/finding-text.ts'
import { foldRepeats } from '../report/fold.ts'
import { outsideGroups, scenarioGroups } from '../report/groups.ts'
import type { Page } from '../report/page.ts'
import type { CaseReport, RunReport } from '../report/run-report.ts'
import { scenarioLines } from '../report/scenario-text.ts'
import { styleOf } from '../report/style.ts'

/** As the pretty reporter writes it, but without colours, which the test runner may not show. */
const page: Page = { style: styleOf(false), width: 120 }

/** What was found in a case, and how to see it again; `undefined` when nothing was. @param report absent: it was not driven */
export function failureOf(report: CaseReport | undefined, id: string): Error | undefined {
  if (report === undefined) return findings(`${id} was not driven`)
  return report.outcome === 'passed' ? undefined : findings(caseText(report))
}

/** What belongs to no case: stray calls, leaks into the gateway's own output. @param report absent: nothing was driven */
export function outsideFailure(report: RunReport | undefined): Error | undefined {
  if (report === undefined) return findings('no case was driven')
  const lines = outsideGroups(report).flatMap((group) => findingBlock(group, page))
  return lines.length === 0 ? undefined : findings(lines.join('\n'))
}

export function caseText(report: CaseReport): string {
  const lines = foldRepeats(scenarioGroups([report])).flatMap((group) => scenarioLines(group, page))
  return lines.length === 0 ? `${report.id} was not executed` : lines.join('\n')
}

/** Where it was thrown says nothing: the place to look at is in the text. */
function findings(text: string): Error {
  const error = new Error(`\n${text}`)
  error.name = 'Findings'
  error.stack = `${error.name}: ${error.message}`
  return error
}
