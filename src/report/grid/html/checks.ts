import { html, type Markup, nothing } from '../../html/markup.ts'
import { sourceLink } from '../../html/source-link.ts'
import { counted } from '../../text.ts'
import { type CheckRow, checkRows, type ReasonRow } from '../by-check.ts'
import type { GridColumn } from '../column.ts'
import type { Grid } from '../grid.ts'
import { columnAnchor, knownText } from './cell.ts'

/** What was found with each gateway: what its baseline knows, with the reason, and what it does not. */
export function columnSections({ columns }: Grid): Markup {
  return html`${columns.map(columnSection)}`
}

function columnSection(column: GridColumn): Markup {
  const rows = checkRows(column)
  const outside = column.outside.map(
    ({ check, message, known }) => html`<p>Outside any case: <code>${check}</code> ${message}</p>${knownText(known)}`,
  )
  const none = outside.length > 0 ? nothing : html`<p class="faint">No check found anything.</p>`
  const table = html`
<div class="wide"><table class="figures"><thead><tr><th>check</th><th>worst</th><th>scenarios</th><th>cases</th><th>of these new</th></tr></thead>
<tbody>${rows.map(checkRow)}</tbody></table></div>`
  return html`
<section id="${columnAnchor(column.name)}" class="gateway"><h3>${column.name}</h3>${outside}
${rows.length === 0 ? none : table}${reasons(rows)}</section>`
}

function checkRow({ check, worst, scenarios, cases, fresh }: CheckRow): Markup {
  return html`
<tr><th scope="row"><code>${check}</code></th><td><span class="worst ${worst}">${worst}</span></td><td>${scenarios}</td><td>${cases}</td><td>${fresh === 0 ? '' : fresh}</td></tr>`
}

function reasons(rows: readonly CheckRow[]): Markup {
  const all = rows.flatMap(({ check, reasons: own }) => own.map((reason) => reasonRow(check, reason)))
  if (all.length === 0) return nothing
  return html`
<details><summary>${counted(all.length, 'known reason')}</summary><div class="wide"><table class="figures"><thead><tr><th>check</th><th>what the baseline says</th><th>scenarios</th><th>cases</th></tr></thead>
<tbody>${all}</tbody></table></div></details>`
}

function reasonRow(check: string, { reason, link, scenarios, cases }: ReasonRow): Markup {
  return html`
<tr><td><code>${check}</code></td><td class="prose">${reason} ${link === undefined ? nothing : sourceLink(link)}</td><td>${scenarios}</td><td>${cases}</td></tr>`
}
