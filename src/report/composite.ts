import type { Reporter } from './reporter.ts'

/** Tells every reporter everything, in their order. */
export function compositeReporter(reporters: readonly Reporter[]): Reporter {
  const each = (tell: (reporter: Reporter) => void): void => {
    for (const reporter of reporters) tell(reporter)
  }
  return {
    start: (run) => each((reporter) => reporter.start?.(run)),
    gatewayReady: (version) => each((reporter) => reporter.gatewayReady?.(version)),
    caseDone: (report) => each((reporter) => reporter.caseDone?.(report)),
    end: (report) => each((reporter) => reporter.end(report)),
    abandon: () => each((reporter) => reporter.abandon?.()),
  }
}
