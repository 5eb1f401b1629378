import { Fault } from '../../contract/fault.ts'
import type { RunCounts } from '../run-report.ts'
import { counted } from '../text.ts'
import type { GridCell, GridColumn } from './column.ts'

/** One scenario, with a cell for each column; `undefined` where the run did not have it. */
export interface GridRow {
  readonly scenario: string
  readonly title: string
  readonly sources: readonly string[]
  readonly cells: readonly (GridCell | undefined)[]
}

/** Scenarios whose ids begin alike. */
export interface GridFamily {
  readonly name: string
  readonly rows: readonly GridRow[]
  /** Of each column; `undefined` where the run had none of these scenarios. */
  readonly totals: readonly (RunCounts | undefined)[]
}

/** Runs of several gateways and versions, side by side. */
export interface Grid {
  /** By gateway, then by version, the oldest first. */
  readonly columns: readonly GridColumn[]
  readonly families: readonly GridFamily[]
  /** What a reader has to know of runs that are not whole, as sentences. */
  readonly notes: readonly string[]
}

/**
 * Pure.
 * @throws Fault E_GRID_NOTHING; E_GRID_TWICE for two runs of the same version of a gateway
 */
export function gridOf(unordered: readonly GridColumn[]): Grid {
  if (unordered.length === 0) {
    throw new Fault('E_GRID_NOTHING', 'there is no report to make a grid of', {
      hint: 'Name JSON reports of several gateways or versions: run --reporter json=FILE.',
    })
  }
  const columns = unordered.toSorted(byVersion)
  checkOnce(columns)
  const scenarios = [...new Set(columns.flatMap(({ cells }) => [...cells.keys()]))].toSorted()
  const rows = scenarios.map((scenario) => rowOf(scenario, columns))
  const families = [...Map.groupBy(rows, ({ scenario }) => scenario.split('/')[0] ?? '')]
  return {
    columns,
    families: families.map(([name, own]) => ({ name, rows: own, totals: totalsOf(own, columns) })),
    notes: notesOf(columns),
  }
}

function byVersion(a: GridColumn, b: GridColumn): number {
  return a.gateway.id.localeCompare(b.gateway.id) || a.name.localeCompare(b.name, 'en', { numeric: true })
}

function checkOnce(columns: readonly GridColumn[]): void {
  for (const [name, same] of Map.groupBy(columns, (column) => column.name)) {
    if (same.length === 1) continue
    const files = same.map(({ file }) => file).join(' and ')
    throw new Fault('E_GRID_TWICE', `${files} are both of ${name}`, {
      hint: 'Leave all but one out, or make one of their parts: watertight merge FILE… --reporter json=whole.json',
    })
  }
}

function rowOf(scenario: string, columns: readonly GridColumn[]): GridRow {
  const cells = columns.map((column) => column.cells.get(scenario))
  const told = cells.find((cell) => cell !== undefined)
  return { scenario, title: told?.title ?? '', sources: told?.sources ?? [], cells }
}

function totalsOf(rows: readonly GridRow[], columns: readonly GridColumn[]): readonly (RunCounts | undefined)[] {
  return columns.map((_, at) => {
    const counts = rows.flatMap(({ cells }) => cells[at]?.counts ?? [])
    return counts.length === 0 ? undefined : counts.reduce(sum)
  })
}

function sum(a: RunCounts, b: RunCounts): RunCounts {
  return {
    cases: a.cases + b.cases,
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    untestable: a.untestable + b.untestable,
    known: a.known + b.known,
    notApplicable: a.notApplicable + b.notApplicable,
  }
}

/** What the report itself says, and what its neighbours show to be missing. */
function notesOf(columns: readonly GridColumn[]): readonly string[] {
  const all = new Set(columns.flatMap(({ cases }) => [...cases]))
  const versions = new Set(columns.map(({ version }) => version))
  const parts = columns.flatMap(({ name, parts: said, cases, baseline }) => {
    const missing = all.size - cases.size
    const few = missing === 0 ? [] : [`${counted(cases.size, 'case')} of the ${all.size} in this grid`]
    const stale = baseline === undefined || baseline.stale === 0 ? [] : [staleClause(baseline)]
    const clauses = [...said, ...few, ...stale]
    return clauses.length === 0 ? [] : [`${name}: ${clauses.join('; ')}.`]
  })
  const mixed = `The runs are of different versions of Watertight: ${[...versions].toSorted().join(', ')}.`
  return versions.size > 1 ? [...parts, mixed] : parts
}

function staleClause({ file, stale }: NonNullable<GridColumn['baseline']>): string {
  return `${counted(stale, 'entry', 'entries')} of the baseline ${file} not borne out`
}
