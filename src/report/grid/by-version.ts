import type { GridCell, GridColumn } from './column.ts'
import type { Grid } from './grid.ts'

/** What one version shows of one check in one scenario. */
export type Sight =
  | { readonly kind: 'seen'; readonly cases: number; readonly of: number }
  | { readonly kind: 'not-seen'; readonly of: number }
  /** The check could not be made, had nothing to look at, or the scenario was not run. */
  | { readonly kind: 'untestable' | 'not-made' | 'not-applicable' | 'not-run' }

/** One finding across the versions of a gateway. */
export interface VersionRow {
  readonly scenario: string
  readonly check: string
  /** One for each version. */
  readonly sights: readonly Sight[]
  /** What baselines link to. */
  readonly links: readonly string[]
}

/** The versions of one gateway. */
export interface VersionTable {
  readonly gateway: string
  /** The oldest first. */
  readonly versions: readonly string[]
  /** What is seen with some versions and, though the check was made, not with others. */
  readonly changed: readonly VersionRow[]
  /** What is seen with every version with which the check was made. */
  readonly unchanged: readonly VersionRow[]
}

/** A table for each gateway of which the grid has several versions. Pure. */
export function versionTables({ columns }: Grid): readonly VersionTable[] {
  const plain = columns.filter(({ gateway }) => gateway.defects.length === 0)
  return [...Map.groupBy(plain, ({ gateway }) => gateway.id)]
    .filter(([, own]) => own.length > 1)
    .map(([gateway, own]) => tableOf(gateway, own))
}

function tableOf(gateway: string, columns: readonly GridColumn[]): VersionTable {
  const scenarios = [...new Set(columns.flatMap(({ cells }) => [...cells.keys()]))].toSorted()
  const rows = scenarios.flatMap((scenario) => rowsOf(scenario, columns))
  const { changed = [], unchanged = [] } = Object.groupBy(rows, ({ sights }) =>
    sights.some(({ kind }) => kind === 'not-seen') ? 'changed' : 'unchanged',
  )
  return { gateway, versions: columns.map((column) => column.gateway.version), changed, unchanged }
}

function rowsOf(scenario: string, columns: readonly GridColumn[]): readonly VersionRow[] {
  const cells = columns.map((column) => column.cells.get(scenario))
  const failed = cells.flatMap((cell) => cell?.findings.filter(({ outcome }) => outcome === 'fail') ?? [])
  return [...new Set(failed.flatMap(({ checks }) => checks))].toSorted().map((check) => {
    const own = failed.filter(({ checks }) => checks.includes(check))
    return {
      scenario,
      check,
      sights: cells.map((cell) => sightOf(cell, check)),
      links: [...new Set(own.flatMap(({ known }) => known?.link ?? []))],
    }
  })
}

function sightOf(cell: GridCell | undefined, check: string): Sight {
  if (cell === undefined) return { kind: 'not-run' }
  if (cell.counts.cases === cell.counts.notApplicable) return { kind: 'not-applicable' }
  const own = cell.findings.filter(({ checks }) => checks.includes(check))
  const cases = new Set(own.filter(({ outcome }) => outcome === 'fail').flatMap((finding) => finding.cases)).size
  const passed = cell.passed.get(check) ?? 0
  if (cases > 0) return { kind: 'seen', cases, of: cases + passed }
  if (own.length > 0) return { kind: 'untestable' }
  return passed === 0 ? { kind: 'not-made' } : { kind: 'not-seen', of: passed }
}
