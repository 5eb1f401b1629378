import type { Severity } from '../../../checks/finding.ts'
import { html, type Markup, nothing } from '../../html/markup.ts'
import { sourceLink } from '../../html/source-link.ts'
import type { KnownFinding, RunCounts } from '../../run-report.ts'
import { cellParts } from '../cell-parts.ts'

/** Where what a gateway shows stands on the page. */
export function columnAnchor(name: string): string {
  return `g-${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}`
}

/** Counts with their signs; colour is not all that tells them apart. */
export function countsMarkup(counts: RunCounts): Markup {
  return html`${cellParts(counts).map(
    ({ outcome, sign, count }) =>
      html`<span class="part ${outcome}" title="${count} ${outcome.replace('-', ' ')}">${sign}&nbsp;${count}</span>`,
  )}`
}

export function severityMark(worst: Severity | undefined): Markup {
  return worst === undefined ? nothing : html`<span class="worst ${worst}">${worst}</span>`
}

export function columnHeads(names: readonly string[]): Markup {
  return html`${names.map((name) => html`<th scope="col"><a href="#${columnAnchor(name)}">${name}</a></th>`)}`
}

/** What the baseline says of a finding. */
export function knownText(known: KnownFinding | undefined): Markup {
  if (known === undefined) return nothing
  return html`<p class="known">known: ${known.reason} ${known.link === undefined ? nothing : sourceLink(known.link)}</p>`
}
