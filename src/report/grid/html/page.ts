import { html, type Markup, nothing, trusted } from '../../html/markup.ts'
import { script } from '../../html/script.ts'
import { styleSheet } from '../../html/style.ts'
import { outcomeSigns } from '../../outcome-signs.ts'
import { minuteText } from '../../text.ts'
import { outcomeMeanings } from '../cell-parts.ts'
import type { GridColumn } from '../column.ts'
import type { Grid } from '../grid.ts'
import { gridCaveat, gridDates, gridTitle, seconds } from '../grid-words.ts'
import { columnAnchor, countsMarkup } from './cell.ts'
import { columnSections } from './checks.ts'
import { familyTable, scenarioTable } from './families.ts'
import { findingArticles } from './findings.ts'
import { gridStyle } from './style.ts'
import { versionSections } from './versions.ts'

/**
 * The grid as one page, with every finding. It loads nothing, and runs nothing but its own filter.
 * @param command that makes it again
 */
export function gridPage(grid: Grid, command: string): string {
  const notes = grid.notes.map((note) => html`<li>${note}</li>`)
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${gridTitle}</title>
<style>${trusted(styleSheet)}${trusted(gridStyle)}</style></head>
<body class="side-by-side"><main>
<h1>${gridTitle}</h1>
<p class="faint">Runs of ${gridDates(grid)} · <code>${command}</code></p>
<p class="caveat">${gridCaveat}</p>
${runTable(grid)}
${notes.length === 0 ? nothing : html`<ul class="notes">${notes}</ul>`}
<h2 id="families">Families</h2>
${legend}
${familyTable(grid)}
<h2 id="scenarios">Scenarios</h2>
<div class="tools"><label>Filter <input id="filter" type="search" placeholder="scenario, check, severity" aria-keyshortcuts="/"></label>
<span id="filter-count" class="faint" role="status"></span></div>
${scenarioTable(grid)}
<h2 id="checks">Findings by check</h2>
${columnSections(grid)}
${versionSections(grid)}
<h2 id="findings">Findings</h2>
${findingArticles(grid)}
</main><script>${trusted(script)}</script></body></html>
`.markup
}

const legend: Markup = html`
<ul class="legend">${outcomeMeanings.map(([outcome, meaning]) => html`<li><b class="${outcome}">${outcomeSigns[outcome]}</b> ${meaning}</li>`)}</ul>`

function runTable({ columns }: Grid): Markup {
  return html`
<div class="wide"><table class="figures"><thead><tr><th>gateway</th><th>run, UTC</th><th>cases</th><th>outcomes</th><th>time</th><th>baseline</th><th>seed</th></tr></thead>
<tbody>${columns.map(runRow)}</tbody></table></div>`
}

function runRow(column: GridColumn): Markup {
  const { name, startedAt, counts, baseline, seed } = column
  const { notApplicable } = counts
  const beyond = notApplicable === 0 ? nothing : html` <span class="faint">${notApplicable} not applicable</span>`
  return html`
<tr><th scope="row"><a href="#${columnAnchor(name)}">${name}</a></th><td>${minuteText(startedAt)}</td><td>${counts.cases}</td>
<td>${countsMarkup(counts)}${beyond}</td><td>${seconds(column)}</td><td>${baseline === undefined ? html`<span class="faint">none</span>` : baseline.file}</td><td><code>${seed}</code></td></tr>`
}
