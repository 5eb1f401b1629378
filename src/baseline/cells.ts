import type { Finding } from '../checks/finding.ts'
import { cellOf } from '../report/cells.ts'
import type { CaseReport } from '../report/run-report.ts'
import type { BaselineEntry } from './baseline.ts'

/** In the place of a scenario, where an entry speaks of what is found outside of any case. Ids of scenarios have a folder. */
export const wholeRun = 'run'

/** Whether the entry expects its finding in this case. */
export function speaksOfCase({ scenario, cells }: BaselineEntry, report: CaseReport): boolean {
  return scenario === report.scenario && (cells === undefined || cells.includes(cellOf(report)))
}

export function speaksOfVersion({ versions }: BaselineEntry, version: string): boolean {
  return versions === undefined || versions.includes(version)
}

/** Whether the case was driven, so that a finding could be made. */
export function isExecuted({ outcome }: CaseReport): boolean {
  return outcome !== 'not-applicable'
}

/** The checks of one case whose entries speak of this finding: its own, and of what could not be tested the one that failed. */
export function checksOf({ check, outcome, because }: Finding): readonly string[] {
  return outcome === 'untestable' && because !== undefined ? [check, because] : [check]
}
