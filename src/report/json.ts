import type { Output, Reporter } from './reporter.ts'

/** For programs: the run report as it is, one JSON document at the end. Its shape is `runReportSchema`. */
export function jsonReporter(output: Output): Reporter {
  return { end: (report) => output.write(`${JSON.stringify(report, null, 2)}\n`) }
}
