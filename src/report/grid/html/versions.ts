import { anchorOf } from '../../html/grid.ts'
import { html, type Markup, nothing } from '../../html/markup.ts'
import { sourceLink } from '../../html/source-link.ts'
import { counted } from '../../text.ts'
import { type BugRow, bugRows, type Sight, type VersionRow, type VersionTable, versionTables } from '../by-version.ts'
import type { Grid } from '../grid.ts'
import { bugText, findingsThatChange, findingsThatStay, sightText, versionsIntroduction } from '../grid-words.ts'

/** What comes and goes between the versions of a gateway. */
export function versionSections(grid: Grid): Markup {
  return html`${versionTables(grid).map(section)}`
}

function section(versionTable: VersionTable): Markup {
  const { gateway, versions, changed, unchanged } = versionTable
  const bugs = bugRows(versionTable)
  return html`
<h2>Versions of ${gateway}</h2>
<p class="faint">${versionsIntroduction}</p>
${bugs.length === 0 ? nothing : bugTable(bugs, versions)}
${foldedTable(changed, versions, findingsThatChange)}
${foldedTable(unchanged, versions, findingsThatStay)}`
}

function bugTable(bugs: readonly BugRow[], versions: readonly string[]): Markup {
  const rows = bugs.map(
    ({ link, checks, versions: all }) => html`
<tr><th scope="row">${sourceLink(link)}</th>${all.map(bugCell)}<td class="prose">${checks.map((check) => html`<code>${check}</code> `)}</td></tr>`,
  )
  return html`
<div class="wide"><table class="figures versions"><thead><tr><th>bug</th>${versionHeads(versions)}<th>checks</th></tr></thead><tbody>${rows}</tbody></table></div>`
}

function bugCell(sight: BugRow['versions'][number]): Markup {
  const tone = sight.seen > 0 ? 'failed' : sight.of > 0 ? 'passed' : 'faint'
  return html`<td class="${tone}">${bugText(sight)}</td>`
}

function versionHeads(versions: readonly string[]): Markup {
  return html`${versions.map((version) => html`<th scope="col">${version}</th>`)}`
}

function foldedTable(rows: readonly VersionRow[], versions: readonly string[], what: string): Markup {
  if (rows.length === 0) return nothing
  return html`
<details><summary>${counted(rows.length, 'finding')} ${what}</summary>${table(rows, versions)}</details>`
}

function table(rows: readonly VersionRow[], versions: readonly string[]): Markup {
  return html`
<div class="wide"><table class="figures versions"><thead><tr><th>scenario</th><th>check</th>${versionHeads(versions)}<th>bug</th></tr></thead>
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
