import type { GridCell, GridColumn } from './column.ts'
import type { Grid } from './grid.ts'

/** What one version shows of one check in one scenario. */
export type Sight =
  | { readonly kind: 'seen'; readonly cases: number; readonly of: number; readonly links: readonly string[] }
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

/** One bug report across the versions of a gateway. */
export interface BugRow {
  readonly link: string
  readonly checks: readonly string[]
  /** Of each version: in how many of the scenarios with which its checks were made its baseline links a finding to it. */
  readonly versions: readonly { readonly seen: number; readonly of: number }[]
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

/** By bug report, those that come or go first. Pure. */
export function bugRows({ changed, unchanged, versions }: VersionTable): readonly BugRow[] {
  const all = [...changed, ...unchanged]
  return [...new Set(all.flatMap(({ links }) => links))].map((link) => {
    const own = all.filter(({ links }) => links.includes(link))
    return {
      link,
      checks: [...new Set(own.map(({ check }) => check))].toSorted(),
      versions: versions.map((_, at) => ({
        seen: scenariosWith(own, at, (sight) => sight.kind === 'seen' && sight.links.includes(link)),
        of: scenariosWith(own, at, ({ kind }) => kind === 'seen' || kind === 'not-seen'),
      })),
    }
  })
}

function scenariosWith(rows: readonly VersionRow[], version: number, fits: (sight: Sight) => boolean): number {
  const fitting = rows.filter(({ sights }) => sights.slice(version, version + 1).some(fits))
  return new Set(fitting.map(({ scenario }) => scenario)).size
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
    const sights = cells.map((cell) => sightOf(cell, check))
    const links = sights.flatMap((sight) => (sight.kind === 'seen' ? sight.links : []))
    return { scenario, check, sights, links: [...new Set(links)] }
  })
}

function sightOf(cell: GridCell | undefined, check: string): Sight {
  if (cell === undefined) return { kind: 'not-run' }
  if (cell.counts.cases === cell.counts.notApplicable) return { kind: 'not-applicable' }
  const own = cell.findings.filter(({ checks }) => checks.includes(check))
  const failed = own.filter(({ outcome }) => outcome === 'fail')
  const cases = new Set(failed.flatMap((finding) => finding.cases)).size
  const passed = cell.passed.get(check) ?? 0
  const links = [...new Set(failed.flatMap(({ known }) => known?.link ?? []))]
  if (cases > 0) return { kind: 'seen', cases, of: cases + passed, links }
  if (own.length > 0) return { kind: 'untestable' }
  return passed === 0 ? { kind: 'not-made' } : { kind: 'not-seen', of: passed }
}
