import { foldedMarkdown, inline, markdownTable } from '../markdown-text.ts'
import { outcomeSigns } from '../outcome-signs.ts'
import type { KnownFinding, ReportedFinding, RunCounts } from '../run-report.ts'
import { sourceUrl } from '../source-url.ts'
import { counted, minuteText } from '../text.ts'
import { type CheckRow, checkRows } from './by-check.ts'
import { type BugRow, bugRows, type VersionRow, type VersionTable, versionTables } from './by-version.ts'
import { countsText, outcomeMeanings } from './cell-parts.ts'
import type { GridCell, GridColumn } from './column.ts'
import type { Grid, GridFamily } from './grid.ts'
import {
  bugText,
  findingsThatChange,
  findingsThatStay,
  gridCaveat,
  gridDates,
  gridTitle,
  seconds,
  sightText,
  versionsIntroduction,
} from './grid-words.ts'

type Head = readonly [title: string, align: 'left' | 'right']

/**
 * The grid as a document that is read where it is kept: families in the open, scenarios folded up.
 * @param command that makes it again
 */
export function gridMarkdown(grid: Grid, command: string): string {
  const parts = [
    `# ${gridTitle}`,
    `Runs of ${gridDates(grid)}. Made with \`${command.replaceAll('`', "'")}\`.`,
    gridCaveat,
    runTable(grid),
    ...grid.notes.map((note) => `> ${inline(note)}`),
    '## Families',
    outcomeMeanings.map(([outcome, meaning]) => `\`${outcomeSigns[outcome]}\` ${meaning}`).join(' · '),
    familyTable(grid),
    '## Scenarios',
    ...grid.families.map((family) => scenarioTable(family, grid)),
    '## Findings by check',
    ...grid.columns.flatMap(columnFindings),
    ...versionTables(grid).flatMap(versionSection),
  ]
  return `${parts.join('\n\n')}\n`
}

function runTable({ columns }: Grid): string {
  const figures = ['cases', 'passed', 'known', 'new', 'not testable', 'not applicable', 'time']
  const heads: readonly Head[] = [
    ['gateway', 'left'],
    ['run', 'left'],
    ...figures.map((title) => [title, 'right'] as const),
    ['baseline', 'left'],
  ]
  return markdownTable(heads, columns.map(runRow))
}

function runRow(column: GridColumn): readonly string[] {
  const { name, startedAt, counts, baseline } = column
  const { cases, passed, known, failed, untestable, notApplicable } = counts
  return [
    `[${inline(name)}](#${slugOf(name)})`,
    minuteText(startedAt),
    ...[cases, passed, known, failed, untestable, notApplicable].map((count) => (count === 0 ? '' : String(count))),
    seconds(column),
    baseline === undefined ? 'none' : inline(baseline.file),
  ]
}

function columnHeads({ columns }: Grid): readonly Head[] {
  return columns.map(({ name }) => [inline(name), 'right'])
}

function familyTable(grid: Grid): string {
  const rows = grid.families.map(({ name, rows: own, totals }) => [
    inline(name),
    String(own.length),
    ...totals.map(countsCell),
  ])
  const all = grid.families.reduce((count, { rows: own }) => count + own.length, 0)
  const total = ['**all**', String(all), ...grid.columns.map(({ counts }) => countsCell(counts))]
  return markdownTable([['family', 'left'], ['scenarios', 'right'], ...columnHeads(grid)], [...rows, total])
}

function countsCell(counts: RunCounts | undefined): string {
  return counts === undefined ? '' : countsText(counts)
}

function scenarioTable({ name, rows }: GridFamily, grid: Grid): string {
  const lines = rows.map(({ scenario, cells }) => [inline(scenario.slice(name.length + 1)), ...cells.map(cellText)])
  const table = markdownTable([['scenario', 'left'], ...columnHeads(grid)], lines)
  return foldedMarkdown(`${name}: ${counted(rows.length, 'scenario')}`, table)
}

function cellText(cell: GridCell | undefined): string {
  if (cell === undefined) return ''
  return [countsText(cell.counts), ...(cell.worst === undefined ? [] : [cell.worst])].join(' ')
}

function columnFindings(column: GridColumn): readonly string[] {
  const rows = checkRows(column)
  const heading = `### ${inline(column.name)}`
  const outside = column.outside.map(outsideText)
  if (rows.length === 0) return [heading, ...(outside.length > 0 ? outside : ['No check found anything.'])]
  const figures = ['scenarios', 'cases', 'new'].map((title) => [title, 'right'] as const)
  const table = markdownTable(
    [['check', 'left'], ['severity', 'left'], ...figures],
    rows.map(({ check, worst, scenarios, cases, fresh }) => [
      `\`${check}\``,
      worst,
      String(scenarios),
      String(cases),
      fresh === 0 ? '' : String(fresh),
    ]),
  )
  return [heading, ...outside, table, ...reasonTable(rows)]
}

function outsideText({ check, message, known }: ReportedFinding): string {
  const words = `> Outside any case: \`${check}\`: ${inline(message)}`
  return known === undefined ? words : `${words} Known: ${reasonText(known)}`
}

function reasonText({ reason, link }: KnownFinding): string {
  return `${inline(reason)}${link === undefined ? '' : ` ${linkText(link)}`}`
}

function reasonTable(rows: readonly CheckRow[]): readonly string[] {
  const lines = rows.flatMap(({ check, reasons }) =>
    reasons.map((row) => [`\`${check}\``, reasonText(row), String(row.scenarios), String(row.cases)]),
  )
  if (lines.length === 0) return []
  const heads: readonly Head[] = [
    ['check', 'left'],
    ['what the baseline says', 'left'],
    ['scenarios', 'right'],
    ['cases', 'right'],
  ]
  return [foldedMarkdown(`${counted(lines.length, 'known reason')}`, markdownTable(heads, lines))]
}

function versionSection(table: VersionTable): readonly string[] {
  const { gateway, versions, changed, unchanged } = table
  const bugs = bugRows(table)
  const foldedRows = (rows: readonly VersionRow[], what: string) => {
    const heads = ['scenario', 'check', ...versions, 'bug'].map((title) => [inline(title), 'left'] as const)
    const all = markdownTable(heads, rows.map(versionLine))
    return rows.length === 0 ? [] : [foldedMarkdown(`${counted(rows.length, 'finding')} ${what}`, all)]
  }
  return [
    `## Versions of ${inline(gateway)}`,
    versionsIntroduction,
    ...(bugs.length === 0 ? [] : [bugTable(bugs, versions)]),
    ...foldedRows(changed, findingsThatChange),
    ...foldedRows(unchanged, findingsThatStay),
  ]
}

function bugTable(bugs: readonly BugRow[], versions: readonly string[]): string {
  const heads = ['bug', ...versions, 'checks'].map((title) => [inline(title), 'left'] as const)
  return markdownTable(
    heads,
    bugs.map(({ link, checks, versions: seen }) => [
      linkText(link),
      ...seen.map(bugText),
      checks.map((check) => `\`${check}\``).join(' '),
    ]),
  )
}

function versionLine({ scenario, check, sights, links }: VersionRow): readonly string[] {
  return [inline(scenario), `\`${check}\``, ...sights.map(sightText), links.map(linkText).join(' ')]
}

function linkText(source: string): string {
  const url = sourceUrl(source)
  return url === undefined
    ? inline(source)
    : `[${inline(source)}](${encodeURI(url).replaceAll('(', '%28').replaceAll(')', '%29')})`
}

/** As GitHub names the anchor of a heading. */
function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}
