import { htmlReporter } from './html/html.ts'
import { jsonReporter } from './json.ts'
import { junitReporter } from './junit.ts'
import { markdownReporter } from './markdown.ts'
import { prettyReporter } from './pretty.ts'
import type { ReporterFactory } from './reporter.ts'
import { sarifReporter } from './sarif.ts'

export type ReporterId = 'pretty' | 'json' | 'junit' | 'markdown' | 'sarif' | 'html'

/** Every report format by the name under which it is chosen. */
export const reporters: Readonly<Record<ReporterId, ReporterFactory>> = {
  pretty: prettyReporter,
  json: jsonReporter,
  junit: junitReporter,
  markdown: markdownReporter,
  sarif: sarifReporter,
  html: htmlReporter,
}
