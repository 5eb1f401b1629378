import { cellOf } from '../cells.ts'
import { outcomeSigns } from '../outcome-signs.ts'
import type { CaseReport } from '../run-report.ts'
import { html, type Markup } from './markup.ts'

/** Where a scenario's findings stand on the page. */
export function anchorOf(scenario: string): string {
  return `s-${scenario.replaceAll(/[^A-Za-z0-9]+/g, '-')}`
}

/** Every case as a cell, by family and scenario. */
export function grid(cases: readonly CaseReport[]): Markup {
  const families = [...Map.groupBy(cases, ({ scenario }) => scenario.split('/')[0] ?? '')]
  return html`${families.map(([family, own]) => familySection(family, own))}`
}

function familySection(family: string, cases: readonly CaseReport[]): Markup {
  const rows = [...Map.groupBy(cases, ({ scenario }) => scenario)].map(([scenario, own]) => row(scenario, own))
  return html`
<section class="family"><h3>${family}</h3>${rows}</section>`
}

function row(scenario: string, cases: readonly CaseReport[]): Markup {
  const words = `${scenario} ${[...new Set(cases.map(({ outcome }) => outcome))].join(' ')}`.toLowerCase()
  const name = cases.some(hasFindings) ? html`<a href="#${anchorOf(scenario)}">${scenario}</a>` : html`${scenario}`
  return html`
<div class="row" data-words="${words}"><span title="${cases[0]?.title ?? ''}">${name}</span><span class="cells">${cases.map(cell)}</span></div>`
}

function cell(report: CaseReport): Markup {
  const label = `${cellOf(report) || report.scenario}: ${report.outcome.replace('-', ' ')}`
  const attributes = html`class="cell ${report.outcome}" title="${label}" aria-label="${label}"`
  if (!hasFindings(report)) return html`<span role="img" ${attributes}>${outcomeSigns[report.outcome]}</span>`
  return html`<a href="#${anchorOf(report.scenario)}" ${attributes}>${outcomeSigns[report.outcome]}</a>`
}

function hasFindings({ findings }: CaseReport): boolean {
  return findings.length > 0
}
