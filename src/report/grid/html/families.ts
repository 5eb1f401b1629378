import { anchorOf } from '../../html/grid.ts'
import { html, type Markup } from '../../html/markup.ts'
import type { RunCounts } from '../../run-report.ts'
import type { GridCell } from '../column.ts'
import type { Grid, GridFamily, GridRow } from '../grid.ts'
import { columnHeads, countsMarkup, severityMark } from './cell.ts'

/** One row a family, and one for all of them. */
export function familyTable({ families, columns }: Grid): Markup {
  const rows = families.map(
    ({ name, rows: own, totals }) => html`
<tr><th scope="row"><a href="#family-${name}">${name}</a> <span class="faint">${own.length}</span></th>${totals.map(totalCell)}</tr>`,
  )
  return html`
<div class="wide"><table class="figures"><thead><tr><th>family</th>${columnHeads(columns.map(({ name }) => name))}</tr></thead>
<tbody>${rows}</tbody><tfoot><tr><th scope="row">all</th>${columns.map(({ counts }) => totalCell(counts))}</tr></tfoot></table></div>`
}

function totalCell(counts: RunCounts | undefined): Markup {
  return counts === undefined ? html`<td></td>` : html`<td>${countsMarkup(counts)}</td>`
}

/** One row a scenario, by family. */
export function scenarioTable({ families, columns }: Grid): Markup {
  return html`
<div class="wide"><table class="figures grid"><thead><tr><th>scenario</th>${columnHeads(columns.map(({ name }) => name))}</tr></thead>
${families.map((family) => familyBody(family, columns.length))}</table></div>`
}

function familyBody({ name, rows }: GridFamily, columns: number): Markup {
  return html`
<tbody id="family-${name}"><tr class="family-head"><th colspan="${columns + 1}" scope="rowgroup">${name}</th></tr>${rows.map(row)}</tbody>`
}

function row({ scenario, title, cells }: GridRow): Markup {
  const found = cells.flatMap((cell) => cell?.findings ?? [])
  const words = [scenario, ...found.flatMap(({ checks, severity }) => [...checks, severity])]
  const name = scenario.slice(scenario.indexOf('/') + 1)
  const link = found.length === 0 ? html`${name}` : html`<a href="#${anchorOf(scenario)}">${name}</a>`
  return html`
<tr data-words="${[...new Set(words)].join(' ').toLowerCase()}"><th scope="row" title="${title}">${link}</th>${cells.map(scenarioCell)}</tr>`
}

function scenarioCell(cell: GridCell | undefined): Markup {
  return cell === undefined ? html`<td></td>` : html`<td>${countsMarkup(cell.counts)}${severityMark(cell.worst)}</td>`
}
