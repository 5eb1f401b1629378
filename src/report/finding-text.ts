import type { Finding, Severity } from '../checks/finding.ts'
import { spreadOf } from './cells.ts'
import { evidenceLines } from './evidence-text.ts'
import type { FindingGroup } from './groups.ts'
import { placeKey } from './ledger-table.ts'
import { indented, type Page } from './page.ts'
import type { CaseReport } from './run-report.ts'
import type { Paint, Style } from './style.ts'
import { beside, counted, cut, printable, wrapped } from './text.ts'

const maxCells = 6

/** What stands around a finding of a case. */
export interface Surroundings {
  /** The cells among which it was found. */
  readonly executed: readonly CaseReport[]
  /** Places that the ledger below shows, as `placeKey` writes them. */
  readonly inLedger: ReadonlySet<string>
}

const alone: Surroundings = { executed: [], inLedger: new Set() }

/** One finding: what is wrong, and where to see it. */
export function findingBlock(group: FindingGroup, page: Page, around: Surroundings = alone): readonly string[] {
  const { style, width } = page
  const { finding } = group
  const { cells } = spreadOf(group.cases, around.executed)
  return indented([
    ...findingHead(group, page, around.executed),
    ...wrapped(printable(finding.message), width - 2),
    ...(finding.because === undefined ? [] : [style.faint(`because of ${finding.because}`)]),
    ...indented(cellLines(cells, width - 4).map(style.faint)),
    ...indented(evidenceOf(group, around.inLedger, page)),
  ])
}

/** How grave it is, the check that says so, and in which of the executed cells. */
export function findingHead(
  { finding, checks, cases }: FindingGroup,
  { style, width }: Page,
  executed: readonly CaseReport[],
): readonly string[] {
  const grade = finding.outcome === 'untestable' ? style.warning('untestable') : gradeText(finding, style)
  const blame = finding.blame === 'gateway' ? '' : style.warning(`fault of the ${finding.blame}`)
  const { words } = spreadOf(cases, executed)
  const head = [grade, style.strong(checks.join(', ')), style.faint(words), blame].filter((part) => part !== '')
  return beside(head, width - 2)
}

/** A leak is shown with its role and disguise; any other place that the ledger shows anyway is not shown twice. */
function evidenceOf({ evidence }: FindingGroup, inLedger: ReadonlySet<string>, page: Page): readonly string[] {
  const own = evidence.filter(
    (placed) => placed.evidence.role !== undefined || !inLedger.has(placeKey(placed.evidence)),
  )
  const lines = evidenceLines(own, page.style, page.width - 4)
  const left = evidence.length - own.length
  return left === 0 ? lines : [...lines, page.style.faint(`${counted(left, 'place')} in the ledger below`)]
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
