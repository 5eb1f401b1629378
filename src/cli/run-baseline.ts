import { existsSync, writeFileSync } from 'node:fs'
import { baselineReporter, withBaseline } from '../baseline/apply.ts'
import { type Baseline, checkCells } from '../baseline/baseline.ts'
import { readBaselineOf } from '../baseline/gateway-baseline.ts'
import { baselineOf, baselineText } from '../baseline/write.ts'
import { Fault } from '../contract/fault.ts'
import { shownPath } from '../contract/yaml-file.ts'
import { cellOf } from '../report/cells.ts'
import type { Output, Reporter } from '../report/reporter.ts'
import type { RunReport } from '../report/run-report.ts'
import { counted } from '../report/text.ts'
import { fillScenario } from '../scenario/cells.ts'
import type { Scenario } from '../scenario/scenario.ts'

/** What `--baseline` and `--write-baseline` do to a run. */
export interface RunBaseline {
  reporter(inner: Reporter): Reporter
  /** The report as the baseline sees it; the file is written anew before, when that is asked for. */
  finish(report: RunReport, err: Output): RunReport
}

const none: RunBaseline = { reporter: (inner) => inner, finish: (report) => report }

/**
 * @param path of the file; it may be absent where it is to be written
 * @throws Fault | Faults E_OPTION_UNSUITED, E_BASELINE*, E_FILE_UNREADABLE, E_YAML_SYNTAX
 */
export function runBaseline(
  path: string | undefined,
  isWritten: boolean,
  gateway: string,
  scenarios: readonly Scenario[],
): RunBaseline {
  if (path === undefined) {
    if (!isWritten) return none
    throw new Fault('E_OPTION_UNSUITED', '--write-baseline has no file to write', {
      hint: 'Name it with --baseline FILE.',
    })
  }
  const file = shownPath(path)
  const old = isWritten && !existsSync(path) ? undefined : checkedBaseline(path, gateway, isWritten ? [] : scenarios)
  const used = old ?? { gateway, known: [] }
  return {
    reporter: (inner) => baselineReporter(inner, used, file),
    finish: (report, err) => withBaseline(report, isWritten ? write(path, report, used, err) : used, file),
  }
}

function checkedBaseline(path: string, gateway: string, scenarios: readonly Scenario[]): Baseline {
  const read = readBaselineOf(gateway, path)
  const cells = scenarios.map(
    (each) => [each.id, fillScenario(each).map(({ id }) => cellOf({ id, scenario: each.id }))] as const,
  )
  checkCells(read, new Map(cells))
  return read.baseline
}

function write(path: string, report: RunReport, old: Baseline, err: Output): Baseline {
  if (report.interrupted !== undefined) {
    err.write('watertight: the run is not whole, and the baseline stays as it is\n')
    return old
  }
  const fresh = baselineOf(report, old)
  writeFileSync(path, baselineText(fresh))
  const unreviewed = fresh.known.filter(({ reason }) => reason === undefined).length
  err.write(
    `watertight: wrote ${shownPath(path)}: ${counted(fresh.known.length, 'entry', 'entries')}, ${unreviewed} without a reason\n`,
  )
  return fresh
}
