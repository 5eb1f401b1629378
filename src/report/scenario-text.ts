import type { ProviderAnswer } from '../checks/finding.ts'
import { cellOf } from './cells.ts'
import { findingBlock, findingHead } from './finding-text.ts'
import type { FoldedGroup, Repeat } from './fold.ts'
import type { FindingGroup, ScenarioGroup } from './groups.ts'
import { hasFaults, type LedgerTable, ledgerTable } from './ledger-table.ts'
import { leniencies } from './leniency-text.ts'
import { indented, type Page } from './page.ts'
import type { CaseReport } from './run-report.ts'
import type { Style } from './style.ts'
import { padded, printable, widthOf, wrapped } from './text.ts'

const labelWidth = 11
const longestAnswer = 300

/** One scenario's findings, explained as a person wants to read them. Lines without line ends. */
export function scenarioLines(group: FoldedGroup, page: Page): readonly string[] {
  const { example, executed, findings, repeats } = group
  if (findings.length === 0) return [scenarioHeading(group, page.style), ...repeatLines(repeats, executed, page)]
  const { style, width } = page
  const table = ledgerOf(group, width - 4)
  const around = { executed, inLedger: table.places }
  return [
    scenarioHeading(group, style),
    ...wrapped(printable(example.title), width),
    ...findings.flatMap((finding) => ['', ...findingBlock(finding, page, around)]),
    ...after('', repeatLines(repeats, executed, page)),
    ...after(
      '',
      indented(
        table.lines.map(({ fault, text }) => (fault ? text : style.faint(text))),
        4,
      ),
    ),
    '',
    ...indented(contextLines(group, page)),
  ]
}

/** What another scenario tells in full, in a line. */
function repeatLines(repeats: readonly Repeat[], executed: readonly CaseReport[], page: Page): readonly string[] {
  return repeats.flatMap(({ finding, toldIn }) =>
    indented([...findingHead(finding, page, executed), page.style.faint(`  as under ${toldIn}`)]),
  )
}

function scenarioHeading({ example, findings, repeats }: FoldedGroup, style: Style): string {
  const all = [...findings, ...repeats.map(({ finding }) => finding)]
  const isFailed = all.some(({ finding }) => finding.outcome === 'fail')
  const verdict = isFailed ? style.bad('FAILED') : style.warning('UNTESTABLE')
  return `${style.strong(verdict)} ${style.strong(example.scenario)}`
}

/** The example's first ledger in which something is wrong; the others of the case say it again. */
function ledgerOf({ example, findings }: ScenarioGroup, width: number): LedgerTable {
  const ledger = example.ledgers.find(hasFaults)
  const isFailed = findings.some(({ finding }) => finding.outcome === 'fail')
  return ledger !== undefined && isFailed ? ledgerTable(ledger, width) : { lines: [], places: new Set() }
}

function contextLines({ example, executed, findings }: ScenarioGroup, page: Page): readonly string[] {
  const cell = cellOf(example)
  return [
    ...labelled('shown', executed.length > 1 && cell !== '' ? [cell] : [], page),
    ...labelled('providers', answersOf(findings).map(answerText), page),
    ...labelled(
      'lenient',
      leniencies(example).flatMap((what) => wrapped(what, page.width - labelWidth - 2)),
      page,
    ),
    ...labelled('why', wrapped(printable(example.why), page.width - labelWidth - 2), page),
    ...labelled('sources', wrapped(example.sources.join('  '), page.width - labelWidth - 2), page),
    ...labelled('file', [example.file], page),
    ...reproduceLines(example.reproduce, page),
  ]
}

/** The command stays in one piece, so that it can be copied. */
function reproduceLines(command: string, page: Page): readonly string[] {
  const painted = page.style.strong(command)
  if (widthOf(command) <= page.width - labelWidth - 2) return labelled('reproduce', [painted], page)
  return [page.style.faint('reproduce'), `  ${painted}`]
}

/** Each provider's each answer once: findings of one request mostly repeat them. */
function answersOf(findings: readonly FindingGroup[]): readonly ProviderAnswer[] {
  const all = findings.flatMap(({ finding }) => finding.answers ?? [])
  return [...new Map(all.map((answer) => [JSON.stringify(answer), answer])).values()]
}

function answerText({ provider, accepts, answer }: ProviderAnswer): string {
  if (accepts) return `${provider} accepts it`
  const words = printable(answer ?? 'refuses it')
  return `${provider} ${words.length > longestAnswer ? `${words.slice(0, longestAnswer)}…` : words}`
}

/** A label before the first line, the others below it. */
function labelled(label: string, lines: readonly string[], { style }: Page): readonly string[] {
  return lines
    .filter((line) => line !== '')
    .map((line, index) => `${index === 0 ? style.faint(padded(label, labelWidth)) : ' '.repeat(labelWidth)}${line}`)
}

function after(line: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [line, ...lines]
}
