import type { Finding, ProviderAnswer, Severity } from '../checks/finding.ts'
import { cellOf, spreadOf } from './cells.ts'
import { evidenceLines } from './evidence-text.ts'
import type { FindingGroup, ScenarioGroup } from './groups.ts'
import { hasFaults, ledgerTable } from './ledger-table.ts'
import type { CaseReport } from './run-report.ts'
import type { Paint, Style } from './style.ts'
import { beside, counted, cut, padded, printable, widthOf, wrapped } from './text.ts'

/** What lines are written on. */
export interface Page {
  readonly style: Style
  readonly width: number
}

const maxCells = 6
const labelWidth = 11
const longestAnswer = 300

/** One scenario's findings, explained as a person wants to read them. Lines without line ends. */
export function scenarioLines(group: ScenarioGroup, page: Page): readonly string[] {
  const { example } = group
  const { style } = page
  return [
    scenarioHeading(group, style),
    ...wrapped(printable(example.title), page.width),
    ...group.findings.flatMap((finding) => ['', ...findingBlock(finding, page, group.executed)]),
    ...after('', indented(ledgerLines(group, page), 4)),
    '',
    ...indented(contextLines(group, page)),
  ]
}

function scenarioHeading({ example, findings }: ScenarioGroup, style: Style): string {
  const isFailed = findings.some(({ finding }) => finding.outcome === 'fail')
  const verdict = isFailed ? style.bad('FAILED') : style.warning('UNTESTABLE')
  return `${style.strong(verdict)} ${style.strong(example.scenario)}`
}

/** One finding: what is wrong, and where to see it. `executed`: the cells among which it was found. */
export function findingBlock(group: FindingGroup, page: Page, executed: readonly CaseReport[] = []): readonly string[] {
  const { style, width } = page
  const { finding } = group
  const grade = finding.outcome === 'untestable' ? style.warning('untestable') : gradeText(finding, style)
  const blame = finding.blame === 'gateway' ? '' : style.warning(`fault of the ${finding.blame}`)
  const { words, cells } = spreadOf(group.cases, executed)
  const head = [grade, style.strong(group.checks.join(', ')), style.faint(words), blame].filter((part) => part !== '')
  return indented([
    ...beside(head, width - 2),
    ...wrapped(printable(finding.message), width - 2),
    ...(finding.because === undefined ? [] : [style.faint(`because of ${finding.because}`)]),
    ...indented(cellLines(cells, width - 4).map(style.faint)),
    ...indented(evidenceLines(group.evidence, style, width - 4)),
  ])
}

function cellLines(cells: readonly string[], width: number): readonly string[] {
  const left = cells.length - maxCells
  const shown = cells.slice(0, maxCells).map((cell) => cut(printable(cell), width))
  return left > 0 ? [...shown, `and ${counted(left, 'more case')}`] : shown
}

function gradeText({ severity }: Finding, style: Style): string {
  const paints = {
    critical: (text) => style.strong(style.bad(text)),
    high: style.bad,
    medium: style.warning,
    low: style.faint,
  } satisfies Record<Severity, Paint>
  return paints[severity](severity)
}

/** The example's first ledger in which something is wrong; the others of the case say it again. */
function ledgerLines({ example, findings }: ScenarioGroup, { style, width }: Page): readonly string[] {
  const ledger = example.ledgers.find(hasFaults)
  if (ledger === undefined || findings.every(({ finding }) => finding.outcome === 'untestable')) return []
  const [heading, ...rows] = ledgerTable(ledger, width - 4)
  return [
    ...(heading === undefined ? [] : [style.faint(heading.text)]),
    ...rows.map(({ fault, text }) => (fault ? text : style.faint(text))),
  ]
}

function contextLines({ example, executed, findings }: ScenarioGroup, page: Page): readonly string[] {
  const cell = cellOf(example)
  return [
    ...labelled('shown', executed.length > 1 && cell !== '' ? [cell] : [], page),
    ...labelled('providers', answersOf(findings).map(answerText), page),
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

function indented(lines: readonly string[], by = 2): readonly string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line))
}

function after(line: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [line, ...lines]
}
