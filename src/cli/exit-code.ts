import { freshOf, type RunReport } from '../report/run-report.ts'

/** 130 and 143 follow the convention of shells: 128 and the number of the signal. */
export const exitCodes = {
  clean: 0,
  findings: 1,
  usage: 2,
  harness: 3,
  hangup: 129,
  interrupted: 130,
  brokenPipe: 141,
  terminated: 143,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/**
 * What could not be tested is not passed, a run that ended early neither, a run without cases tested nothing, and a baseline
 * that is not true any more has to be mended.
 */
export function exitCodeOf({ counts, findings, interrupted, baseline }: RunReport): ExitCode {
  const hasFindings = counts.failed > 0 || counts.untestable > 0 || freshOf(findings).length > 0
  const isWhole = interrupted === undefined && counts.passed + counts.known > 0
  const isStale = baseline !== undefined && baseline.stale.length > 0
  return isWhole && !hasFindings && !isStale ? exitCodes.clean : exitCodes.findings
}
