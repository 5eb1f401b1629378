import { resolve } from 'node:path'
import { loadContracts } from '../contract/load-contract.ts'
import { judgeRun } from '../scenario/assemble.ts'
import { type LoadedRun, loadRun } from '../scenario/load-run.ts'
import type { RunRecord } from '../scenario/run-record.ts'
import { selectCases } from '../scenario/select-cases.ts'
import { bridgeTables } from './bridge-tables.ts'
import type { Action } from './command.ts'
import type { judgeOptions } from './commands.ts'
import { exitCodeOf } from './exit-code.ts'
import { contractsRoot, packageVersion } from './package-root.ts'
import { openReporters } from './report-outputs.ts'

/** `watertight judge` */
export const action: Action<typeof judgeOptions> = async ({ values, operands: [file = ''] }, { out }) => {
  const run = loadRun(resolve(file), packageVersion())
  const record = chosen(run, values.case)
  const knowledge = { contracts: loadContracts(contractsRoot), tables: bridgeTables() }
  using opened = openReporters(values.reporter ?? [], values['no-color'] === true ? { ...out, color: false } : out)
  const report = judgeRun(record, run.outcome, run.source, knowledge)
  opened.reporter.end(report)
  return exitCodeOf(report)
}

/** @throws Fault E_CASE_UNKNOWN */
function chosen({ record }: LoadedRun, ids: readonly string[] | undefined): RunRecord {
  return { ...record, cases: selectCases(record.cases, ids, ({ planned }) => planned.id) }
}
