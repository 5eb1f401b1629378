import type { Output, Reporter } from '../reporter.ts'
import { pageOf } from './page.ts'

/** For people who look closer: one page with every case, and every finding with its bodies, its ledger and its frames. */
export function htmlReporter(output: Output): Reporter {
  return { end: (report) => output.write(pageOf(report)) }
}
