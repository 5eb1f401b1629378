import { columnOf, type GridColumn } from '../../../src/report/grid/column.ts'
import type { CaseReport, KnownFinding, ReportedFinding, RunReport } from '../../../src/report/run-report.ts'
import { aFinding, aRun } from '../../kit/reports.ts'

/** A run of some version of a gateway as a column. */
export function aColumn(version: string, cases: readonly CaseReport[], change: Partial<RunReport> = {}): GridColumn {
  const gateway = { id: 'gate', version, defects: [] }
  return columnOf(aRun(cases, { gateway, ...change }), `${version}.json`)
}

/** A finding that a baseline knows. */
export function aKnownFinding(known: KnownFinding, change: Partial<ReportedFinding> = {}): ReportedFinding {
  return { ...aFinding(change), known }
}
