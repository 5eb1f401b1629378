import { findingBlock } from './finding-text.ts'
import { type FoldedGroup, foldRepeats } from './fold.ts'
import { outsideGroups, scenarioGroups } from './groups.ts'
import { foldedMarkdown, inline, markdownTable } from './markdown-text.ts'
import type { Page } from './page.ts'
import type { Output, Reporter } from './reporter.ts'
import { gatewayText, type RunReport } from './run-report.ts'
import { scenarioLines } from './scenario-text.ts'
import { styleOf } from './style.ts'
import { summaryNotes, verdictOf } from './summary.ts'
import { counted, duration } from './text.ts'

const page: Page = { style: styleOf(false), width: 110 }

/** GitHub takes a job summary of 1 MiB at most, and then shows nothing of a longer one. */
const mostBytes = 900_000

/** For a job summary: counts by family of scenarios, then every finding as `pretty` explains it, folded up. */
export function markdownReporter(output: Output): Reporter {
  return { end: (report) => output.write(document(report)) }
}

function document(report: RunReport): string {
  const head = [heading(report), '', ...summaryNotes(report).map((note) => `> ${inline(note)}\n`), familyTable(report)]
  const blocks = [...outsideBlocks(report), ...foldRepeats(scenarioGroups(report.cases)).map(scenarioBlock)]
  return withinLimit(`${head.join('\n')}\n`, blocks)
}

function heading(report: RunReport): string {
  const { gateway, elapsedMs, seed } = report
  const facts = `gateway ${gatewayText(gateway)}, ${duration(elapsedMs)}, seed ${seed}`
  return `## Watertight: ${verdictOf(report)}\n\n${inline(facts)}`
}

/** One row a family; a family is the first step of a scenario's id. */
function familyTable({ cases }: RunReport): string {
  const families = [...Map.groupBy(cases, ({ scenario }) => scenario.split('/')[0] ?? '')]
  const rows = families.map(([family, own]) => {
    const count = (outcome: string) => own.filter((each) => each.outcome === outcome).length
    const cells = ['passed', 'failed', 'untestable', 'known', 'not-applicable'].map(count)
    return [inline(family), ...cells.map((cell) => (cell === 0 ? '' : String(cell)))]
  })
  const heads = ['passed', 'failed', 'untestable', 'known', 'not applicable'].map((title) => [title, 'right'] as const)
  return `${markdownTable([['family', 'left'], ...heads], rows)}\n`
}

function outsideBlocks(report: RunReport): readonly string[] {
  return outsideGroups(report).map((group) =>
    folded(`outside any case: ${group.finding.check}`, findingBlock(group, page)),
  )
}

function scenarioBlock(group: FoldedGroup): string {
  const { example, findings, repeats } = group
  const checks = [...findings, ...repeats.map(({ finding }) => finding)].flatMap((each) => each.checks)
  return folded(`${example.scenario}: ${[...new Set(checks)].join(', ')}`, scenarioLines(group, page))
}

/** The text stands in a code block, so nothing in it can be taken for markup; the fence is longer than any run of backticks in it. */
function folded(title: string, lines: readonly string[]): string {
  const text = lines.join('\n')
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${foldedMarkdown(title, `${fence}text\n${text}\n${fence}`)}\n`
}

function withinLimit(head: string, blocks: readonly string[]): string {
  let text = head
  for (const [index, block] of blocks.entries()) {
    if (Buffer.byteLength(text) + Buffer.byteLength(block) > mostBytes) {
      return `${text}\n${counted(blocks.length - index, 'more scenario')} in the JSON report.\n`
    }
    text += `\n${block}`
  }
  return text
}
