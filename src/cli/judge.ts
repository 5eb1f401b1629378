import { resolve } from 'node:path'
import { judgeRun, loadRun } from '../library/judge-run.ts'
import type { Action } from './command.ts'
import type { judgeOptions } from './commands.ts'
import { exitCodeOf } from './exit-code.ts'
import { openReporters } from './report-outputs.ts'

/** `watertight judge` */
export const action: Action<typeof judgeOptions> = async ({ values, operands: [file = ''] }, { out }) => {
  const run = loadRun(resolve(file))
  using opened = openReporters(values.reporter ?? [], values['no-color'] === true ? { ...out, color: false } : out)
  const report = judgeRun(run, {
    ...(values.case === undefined ? {} : { cases: values.case }),
    ...(values.baseline === undefined ? {} : { baseline: values.baseline }),
  })
  opened.reporter.end(report)
  return exitCodeOf(report)
}
