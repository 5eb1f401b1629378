import { evidenceLines } from '../evidence-text.ts'
import { outsideGroups } from '../groups.ts'
import { outcomeSigns } from '../outcome-signs.ts'
import { gatewayText, type RunCounts, type RunReport } from '../run-report.ts'
import { styleOf } from '../style.ts'
import { summaryNotes, verdictOf } from '../summary.ts'
import { duration, minuteText } from '../text.ts'
import { grid } from './grid.ts'
import { html, type Markup, nothing, trusted } from './markup.ts'
import { scenarioSections } from './scenario.ts'
import { script } from './script.ts'
import { styleSheet } from './style.ts'

const plain = styleOf(false)

/** The whole page. It loads nothing, and runs nothing but its own filter. */
export function pageOf(report: RunReport): string {
  const { gateway, counts } = report
  const hasFindings = counts.failed + counts.untestable + counts.known > 0
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Watertight: ${gateway.id} ${gateway.version}: ${verdictOf(report)}</title>
<style>${trusted(styleSheet)}</style></head>
<body><main>
${header(report)}
${outside(report)}
<h2 id="cases">Cases</h2>
${tools()}
${grid(report.cases)}
${hasFindings ? html`<h2 id="findings">Findings</h2>` : nothing}
${scenarioSections(report)}
</main><script>${trusted(script)}</script></body></html>
`.markup
}

function header(report: RunReport): Markup {
  const { gateway, version, seed, startedAt, elapsedMs } = report
  const notes = summaryNotes(report).map((note) => html`<li>${note}</li>`)
  return html`
<h1>${gatewayText(gateway)}</h1>
<p class="faint">Watertight ${version} · ${minuteText(startedAt)} UTC · ${duration(elapsedMs)} · seed <code>${seed}</code></p>
<ul class="counts">${countItems(report.counts)}</ul>
${notes.length === 0 ? nothing : html`<ul class="notes">${notes}</ul>`}`
}

function countItems({ passed, failed, untestable, known, notApplicable }: RunCounts): readonly Markup[] {
  const items: readonly (readonly [string, string, number])[] = [
    ['passed', 'passed', passed],
    ['failed', 'failed', failed],
    ['untestable', 'untestable', untestable],
    ['known', 'known', known],
    ['not-applicable', 'not applicable', notApplicable],
  ]
  return items
    .filter(([tone, , count]) => count > 0 || tone === 'passed' || tone === 'failed')
    .map(([tone, label, count]) => html`<li class="${count === 0 ? 'faint' : tone}"><b>${count}</b>${label}</li>`)
}

function tools(): Markup {
  const legend = Object.entries(outcomeSigns).map(([outcome, sign]) => `${sign} ${outcome.replace('-', ' ')}`)
  return html`
<div class="tools"><label>Filter <input id="filter" type="search" placeholder="scenario, check, severity" aria-keyshortcuts="/"></label>
<span id="filter-count" class="faint" role="status"></span>
<span class="faint">${legend.join(' ')}</span></div>`
}

function outside(report: RunReport): Markup {
  const groups = outsideGroups(report)
  if (groups.length === 0) return nothing
  const blocks = groups.map(
    ({ finding, evidence }) => html`
<article class="failed" data-words="${finding.check}"><h3 class="mono">${finding.check}</h3><p>${finding.message}</p><pre tabindex="0">${evidenceLines(evidence, plain, 140).join('\n')}</pre></article>`,
  )
  return html`<h2>Outside any case</h2>${blocks}`
}
