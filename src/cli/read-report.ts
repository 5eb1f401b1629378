import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { Fault } from '../contract/fault.ts'
import { shownPath } from '../contract/yaml-file.ts'
import type { NamedReport } from '../report/merge.ts'
import type { RunReport } from '../report/run-report.ts'
import { runReportSchema } from '../report/run-report-schema.ts'

let compiled: ValidateFunction<RunReport> | undefined

/**
 * A report that `run --reporter json=FILE` has written.
 * @throws Fault E_REPORT_UNREADABLE, E_REPORT_INVALID with the first place that is not as it should be
 */
export function readReport(path: string): NamedReport {
  const name = shownPath(path)
  const value = parsed(path, name)
  compiled ??= new Ajv2020({ strict: true }).compile<RunReport>(runReportSchema)
  if (compiled(value)) return { name, report: value }
  const [error] = compiled.errors ?? []
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
