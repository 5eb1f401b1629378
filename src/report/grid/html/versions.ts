import { anchorOf } from '../../html/grid.ts'
import { html, type Markup, nothing } from '../../html/markup.ts'
import { sourceLink } from '../../html/source-link.ts'
import { counted } from '../../text.ts'
import { type Sight, type VersionRow, type VersionTable, versionTables } from '../by-version.ts'
import type { Grid } from '../grid.ts'
import { sightText } from '../grid-words.ts'

/** What comes and goes between the versions of a gateway. */
export function versionSections(grid: Grid): Markup {
  return html`${versionTables(grid).map(section)}`
}

function section({ gateway, versions, changed, unchanged }: VersionTable): Markup {
  const linked = changed.filter(({ links }) => links.length > 0)
  const unlinked = changed.filter(({ links }) => links.length === 0)
  return html`
<h2>Versions of ${gateway}</h2>
<p class="faint">A finding is one check in one scenario. ${changed.length === 0 ? 'None comes or goes between these versions.' : nothing}</p>
${linked.length === 0 ? nothing : table(linked, versions)}
${foldedTable(unlinked, versions, 'with some of these versions and not with others, without a linked bug report')}
${foldedTable(unchanged, versions, 'with every version with which the check was made')}`
}

function foldedTable(rows: readonly VersionRow[], versions: readonly string[], what: string): Markup {
  if (rows.length === 0) return nothing
  return html`
<details><summary>${counted(rows.length, 'finding')} ${what}</summary>${table(rows, versions)}</details>`
}

function table(rows: readonly VersionRow[], versions: readonly string[]): Markup {
  return html`
<div class="wide"><table class="figures versions"><thead><tr><th>scenario</th><th>check</th>${versions.map((version) => html`<th scope="col">${version}</th>`)}<th>bug</th></tr></thead>
<tbody>${rows.map(row)}</tbody></table></div>`
}

function row({ scenario, check, sights, links }: VersionRow): Markup {
  return html`
<tr data-words="${`${scenario} ${check}`.toLowerCase()}"><th scope="row"><a href="#${anchorOf(scenario)}">${scenario}</a></th><td><code>${check}</code></td>${sights.map(sightCell)}<td>${links.map((link) => html`${sourceLink(link)} `)}</td></tr>`
}

function sightCell(sight: Sight): Markup {
  const tone = sight.kind === 'seen' ? 'failed' : sight.kind === 'not-seen' ? 'passed' : 'faint'
  return html`<td class="${tone}">${sightText(sight)}</td>`
}
