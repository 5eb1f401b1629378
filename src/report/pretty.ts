import { findingBlock } from './finding-text.ts'
import { foldRepeats } from './fold.ts'
import { outsideGroups, type ScenarioGroup, scenarioGroups } from './groups.ts'
import type { Page } from './page.ts'
import { progressOn } from './progress.ts'
import type { Output, Reporter } from './reporter.ts'
import type { RunReport } from './run-report.ts'
import { scenarioLines } from './scenario-text.ts'
import { styleOf } from './style.ts'
import { summaryLines } from './summary.ts'

const widestPage = 120

/** For people: how far the run is, then every finding explained, what could not be tested, and one line that sums it up. */
export function prettyReporter(output: Output): Reporter {
  const page: Page = { style: styleOf(output.color), width: Math.min(widestPage, output.columns) }
  const progress = progressOn(output, page.style)
  return {
    start: progress.start,
    gatewayReady: progress.gatewayReady,
    caseDone: progress.caseDone,
    abandon: progress.clear,
    end: (report) => {
      progress.clear()
      output.write(`${reportLines(report, page).join('\n')}\n`)
    },
  }
}

function reportLines(report: RunReport, page: Page): readonly string[] {
  const blocks = [
    ...outsideBlock(report, page),
    ...foldRepeats(toldGroups(report)).map((group) => scenarioLines(group, page)),
    summaryLines(report, page),
  ]
  return blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]))
}

/** In a run that was ended, what was not reached is counted in the summary; telling it case by case would hide the findings. */
function toldGroups(report: RunReport): readonly ScenarioGroup[] {
  const groups = scenarioGroups(report.cases)
  if (report.interrupted === undefined) return groups
  return groups.filter(({ findings }) => findings.some(({ finding }) => finding.outcome === 'fail'))
}

function outsideBlock(report: RunReport, page: Page): readonly (readonly string[])[] {
  const groups = outsideGroups(report)
  if (groups.length === 0) return []
  return [[page.style.strong('Outside any case'), ...groups.flatMap((group) => ['', ...findingBlock(group, page)])]]
}
