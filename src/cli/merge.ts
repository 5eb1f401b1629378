import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { Fault } from '../contract/fault.ts'
import { shownPath } from '../contract/yaml-file.ts'
import { mergeReports, type NamedReport } from '../report/merge.ts'
import type { RunReport } from '../report/run-report.ts'
import { runReportSchema } from '../report/run-report-schema.ts'
import type { Action } from './command.ts'
import type { mergeOptions } from './commands.ts'
import { exitCodeOf } from './exit-code.ts'
import { openReporters } from './report-outputs.ts'

/** `watertight merge` */
export const action: Action<typeof mergeOptions> = async ({ values, operands }, { out }) => {
  const report = mergeReports(operands.map(readReport))
  const output = values['no-color'] === true ? { ...out, color: false } : out
  using opened = openReporters(values.reporter ?? [], output)
  opened.reporter.end(report)
  return exitCodeOf(report)
}

/** @throws Fault E_REPORT_UNREADABLE, E_REPORT_INVALID with the first place that is not as it should be */
function readReport(path: string): NamedReport {
  const name = shownPath(path)
  const value = parsed(path, name)
  const validate = new Ajv2020({ strict: true }).compile<RunReport>(runReportSchema)
  if (validate(value)) return { name, report: value }
  const [error] = validate.errors ?? []
  throw new Fault('E_REPORT_INVALID', `${name} is no run report: ${error?.instancePath || 'it'} ${error?.message}`, {
    hint: 'Write it with run --reporter json=FILE, in the same version of watertight.',
  })
}

function parsed(path: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    const hint = 'Name files that run --reporter json=FILE has written; a run that was killed leaves an empty one.'
    throw new Fault('E_REPORT_UNREADABLE', `cannot read a JSON report from ${name}`, { hint, cause })
  }
}
