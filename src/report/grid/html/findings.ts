import { rank } from '../../groups.ts'
import { anchorOf } from '../../html/grid.ts'
import { html, type Markup, nothing } from '../../html/markup.ts'
import { sourceLink } from '../../html/source-link.ts'
import { counted } from '../../text.ts'
import type { GridColumn, GridFinding } from '../column.ts'
import type { Grid, GridRow } from '../grid.ts'
import { knownText } from './cell.ts'

/** Of one scenario. A gateway that breaks one thing in many ways is told so; the report of its run has them all. */
const mostFindings = 12

/** One finding and every gateway that shows it. */
interface SharedFinding {
  readonly finding: GridFinding
  readonly shownBy: readonly Shown[]
}

interface Shown {
  readonly name: string
  readonly finding: GridFinding
}

/** Every scenario in which something was found, and with which gateways. */
export function findingArticles({ families, columns }: Grid): Markup {
  return html`${families.flatMap(({ rows }) => rows.map((row) => article(row, columns)))}`
}

function article({ scenario, title, sources, cells }: GridRow, columns: readonly GridColumn[]): Markup {
  const shown = cells.flatMap((cell, at) =>
    (cell?.findings ?? []).map((finding) => ({ name: columns[at]?.name ?? '', finding })),
  )
  if (shown.length === 0) return nothing
  const shared = sharedFindings(shown)
  const left = shared.length - mostFindings
  const isFresh = shown.some(({ finding }) => finding.known === undefined)
  const words = shown.flatMap(({ name, finding }) => [name, ...finding.checks, finding.severity])
  return html`
<article id="${anchorOf(scenario)}" class="${isFresh ? 'failed' : 'known'}" data-words="${[scenario, ...new Set(words)].join(' ').toLowerCase()}">
<h3>${scenario}</h3><p class="faint">${title}</p>
${shared.slice(0, mostFindings).map(findingBlock)}
${left <= 0 ? nothing : html`<p class="faint">and ${counted(left, 'more finding')} in the reports of the runs</p>`}
<p class="faint">made after ${sources.map((source) => html`${sourceLink(source)} `)}</p></article>`
}

/** What several gateways show in the same cases is told once. */
function sharedFindings(shown: readonly Shown[]): readonly SharedFinding[] {
  const alike = Map.groupBy(shown, ({ finding: { checks, outcome, message, spread, known } }) =>
    JSON.stringify([checks, outcome, message, spread, known ?? null]),
  )
  return [...alike.values()]
    .flatMap((own) => (own[0] === undefined ? [] : [{ finding: own[0].finding, shownBy: own }]))
    .toSorted((a, b) => rank(a.finding) - rank(b.finding))
}

function findingBlock({ finding, shownBy }: SharedFinding): Markup {
  const { checks, outcome, severity, message, spread, known, evidence } = finding
  const grade = outcome === 'untestable' ? 'untestable' : severity
  const names = [...new Set(shownBy.map(({ name }) => name))]
  const commands = shownBy.map(({ finding: { reproduce } }) => html`<div><code>${reproduce}</code></div>`)
  return html`
<div class="finding"><p><span class="grade ${grade}">${grade}</span> <strong class="mono">${checks.join(', ')}</strong> ${names.map((name) => html`<span class="name">${name}</span> `)}<span class="faint">${spread}</span></p>
<p>${message}</p>
${knownText(known)}
<details><summary>evidence and command</summary>${evidence.length === 0 ? nothing : html`<pre tabindex="0">${evidence.join('\n')}</pre>`}${commands}</details></div>`
}
