import type { CaseReport, RunReport } from './run-report.ts'

/** Where a reporter writes. */
export interface Output {
  write(text: string): void
  readonly isTerminal: boolean
  /** Columns of the terminal; 100 when it is none. */
  readonly columns: number
  readonly color: boolean
}

export interface RunStart {
  readonly cases: number
  readonly scenarios: number
  readonly gateway: string
}

/** Follows a run and renders its report. Every method may be left out but `end`. */
export interface Reporter {
  start?(run: RunStart): void
  gatewayReady?(version: string): void
  caseDone?(report: CaseReport): void
  end(report: RunReport): void
  /** Instead of `end`: there will be no report. */
  abandon?(): void
}

export type ReporterFactory = (output: Output) => Reporter
