import { withBaseline } from '../baseline/apply.ts'
import { readBaselineOf } from '../baseline/gateway-baseline.ts'
import { packageVersion } from '../cli/package-root.ts'
import type { RunReport } from '../report/run-report.ts'
import { judgeRun as judgeRecord } from '../scenario/assemble.ts'
import { type DiffPart, diffRuns as diffLoadedRuns, type RunDifference } from '../scenario/diff/diff-runs.ts'
import { type LoadedRun, loadRun as loadRunOf } from '../scenario/load-run.ts'
import { selectCases } from '../scenario/select-cases.ts'
import { bundled } from './bundled.ts'

/**
 * The last run that a journal's file holds, in memory.
 * @param path of a file that `journalFile` or `watertight run --journal` has written
 * @throws Fault E_JOURNAL_UNOPENABLE, E_JOURNAL_LOCKED, E_JOURNAL_FOREIGN, E_JOURNAL_EXCHANGE, E_JOURNAL_NO_RUN,
 * E_JOURNAL_VERSION, E_JOURNAL_DAMAGED
 */
export function loadRun(path: string): LoadedRun {
  return loadRunOf(path, packageVersion())
}

export interface JudgeOptions {
  /** Ids of cases to judge; all when absent. */
  readonly cases?: readonly string[]
  /** The file of what is known of the gateway. */
  readonly baseline?: string
}

/**
 * Judges a run from what was recorded, without any server: finding for finding what the run itself reported.
 * @throws Fault | Faults E_CASE_UNKNOWN, E_BASELINE*, E_FILE_UNREADABLE, E_YAML_SYNTAX
 */
export function judgeRun(run: LoadedRun, options: JudgeOptions = {}): RunReport {
  const known = options.baseline === undefined ? undefined : readBaselineOf(run.record.gateway.id, options.baseline)
  const cases = selectCases(run.record.cases, options.cases, ({ planned }) => planned.id)
  const part = options.cases === undefined ? run.record.part : { ...run.record.part, only: options.cases }
  const report = judgeRecord({ ...run.record, part, cases }, run.outcome, run.source, bundled())
  return known === undefined ? report : withBaseline(report, known.baseline, known.yaml.file)
}

/**
 * What the gateway sent in one run and not in the other, case by case; seeds and ports may differ.
 * @param parts what is compared beside the bodies of provider requests
 */
export function diffRuns(before: LoadedRun, after: LoadedRun, parts: readonly DiffPart[] = []): RunDifference {
  return diffLoadedRuns(before, after, new Set(parts))
}
