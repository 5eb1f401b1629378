import { mergeReports } from '../report/merge.ts'
import type { Action } from './command.ts'
import type { mergeOptions } from './commands.ts'
import { exitCodeOf } from './exit-code.ts'
import { readReport } from './read-report.ts'
import { openReporters } from './report-outputs.ts'

/** `watertight merge` */
export const action: Action<typeof mergeOptions> = async ({ values, operands }, { out }) => {
  const report = mergeReports(operands.map(readReport))
  const output = values['no-color'] === true ? { ...out, color: false } : out
  using opened = openReporters(values.reporter ?? [], output)
  opened.reporter.end(report)
  return exitCodeOf(report)
}
