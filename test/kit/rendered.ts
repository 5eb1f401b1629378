import type { Output, ReporterFactory } from '../../src/report/reporter.ts'
import type { RunReport } from '../../src/report/run-report.ts'

/** What a reporter writes of a run. */
export function rendered(reporter: ReporterFactory, report: RunReport, change: Partial<Output> = {}): string {
  const { output, pieces } = collecting(change)
  reporter(output).end(report)
  return pieces.join('')
}

/** An output that keeps what is written to it, piece by piece; no terminal unless that is changed. */
export function collecting(change: Partial<Output> = {}): {
  readonly output: Output
  readonly pieces: readonly string[]
} {
  const pieces: string[] = []
  const write = (piece: string): void => void pieces.push(piece)
  return { output: { isTerminal: false, columns: 100, color: false, ...change, write }, pieces }
}
