import type { ProviderAnswer } from '../../checks/finding.ts'
import { spreadOf } from '../cells.ts'
import { evidenceLines } from '../evidence-text.ts'
import { type FoldedGroup, foldRepeats } from '../fold.ts'
import { type FindingGroup, scenarioGroups } from '../groups.ts'
import { ledgerRows, placeKey, shownLedger } from '../ledger-table.ts'
import { leniencies } from '../leniency-text.ts'
import type { CaseReport, RunReport } from '../run-report.ts'
import { styleOf } from '../style.ts'
import { counted } from '../text.ts'
import { exchangesSection } from './exchange.ts'
import { anchorOf } from './grid.ts'
import { ledgerSection } from './ledger.ts'
import { html, type Markup, nothing } from './markup.ts'
import { sourceLink } from './source-link.ts'

const plain = styleOf(false)
const evidenceWidth = 140

/** Every scenario with findings, the gravest first; then what a baseline knows. */
export function scenarioSections(report: RunReport): Markup {
  const groups = foldRepeats(scenarioGroups(report.cases))
  const told = new Set(groups.map(({ example }) => example.scenario))
  const known = [...Map.groupBy(report.cases.filter(isKnown), ({ scenario }) => scenario)]
  return html`${groups.map(article)}${known.filter(([scenario]) => !told.has(scenario)).map(knownArticle)}`
}

function isKnown({ outcome }: CaseReport): boolean {
  return outcome === 'known'
}

function article(group: FoldedGroup): Markup {
  const { example, executed, findings, repeats } = group
  const all = [...findings, ...repeats.map(({ finding }) => finding)]
  const outcome = all.some(({ finding }) => finding.outcome === 'fail') ? 'failed' : 'untestable'
  const words = [example.scenario, outcome, ...all.flatMap(({ checks, finding }) => [...checks, finding.severity])]
  return html`
<article id="${anchorOf(example.scenario)}" class="${outcome}" data-words="${words.join(' ').toLowerCase()}">
<h3>${example.scenario}</h3>
<p class="faint">${example.title}</p>
${findings.map((finding) => findingBlock(finding, executed, inLedger(example)))}
${repeats.map(({ finding, toldIn }) => repeatBlock(finding, toldIn, executed))}
${ledgerSection(example.ledgers)}
${exchangesSection(example.exchanges)}
${contextTable(group)}
</article>`
}

/** What the ledger below shows anyway, is not shown twice. */
function inLedger({ ledgers }: CaseReport): ReadonlySet<string> {
  const ledger = shownLedger(ledgers)
  const faults = ledger === undefined ? [] : ledgerRows(ledger).filter(({ weight }) => weight === 'fault')
  return new Set(faults.flatMap(({ places }) => places))
}

function findingBlock(group: FindingGroup, executed: readonly CaseReport[], told: ReadonlySet<string>): Markup {
  const { finding, evidence, cases } = group
  const { words, cells } = spreadOf(cases, executed)
  const own = evidence.filter((placed) => placed.evidence.role !== undefined || !told.has(placeKey(placed.evidence)))
  const left = evidence.length - own.length
  const lines = evidenceLines(own, plain, evidenceWidth)
  return html`
<div class="finding">${findingHead(group, words)}<p>${finding.message}</p>
${cells.length === 0 ? nothing : html`<p class="faint mono">${cells.join(' · ')}</p>`}
${lines.length === 0 ? nothing : html`<pre tabindex="0">${lines.join('\n')}</pre>`}
${left === 0 ? nothing : html`<p class="faint">${counted(left, 'place')} in the ledger below</p>`}</div>`
}

function findingHead({ finding, checks }: FindingGroup, spread: string): Markup {
  const grade = finding.outcome === 'untestable' ? 'untestable' : finding.severity
  const blame = finding.blame === 'gateway' ? '' : `fault of the ${finding.blame}`
  return html`<p><span class="grade ${grade}">${grade}</span> <strong class="mono">${checks.join(', ')}</strong> <span class="faint">${spread} ${blame}</span></p>`
}

function repeatBlock(group: FindingGroup, toldIn: string, executed: readonly CaseReport[]): Markup {
  const { words } = spreadOf(group.cases, executed)
  return html`
<div class="finding">${findingHead(group, words)}<p class="faint">as under <a href="#${anchorOf(toldIn)}">${toldIn}</a></p></div>`
}

function contextTable({ example, findings }: FoldedGroup): Markup {
  const answers = new Map(
    findings.flatMap(({ finding }) => finding.answers ?? []).map((each) => [answerText(each), each]),
  )
  const rows: readonly (readonly [string, Markup])[] = [
    ['shown', html`<span class="mono">${example.id}</span>`],
    ['providers', html`${[...answers.keys()].map((text) => html`<div class="mono">${text}</div>`)}`],
    ['lenient', html`${leniencies(example).join('; ')}`],
    ['why', html`${example.why}`],
    ['sources', html`${example.sources.map((source) => html`${sourceLink(source)} `)}`],
    ['file', html`<span class="mono">${example.file}</span>`],
    ['reproduce', html`<code>${example.reproduce}</code>`],
  ]
  const shown = rows.filter(([, value]) => value.markup !== '')
  return html`
<details class="first"><summary>Context and command</summary><table><tbody>${shown.map(([name, value]) => html`<tr><th>${name}</th><td>${value}</td></tr>`)}</tbody></table></details>`
}

function answerText({ provider, accepts, answer }: ProviderAnswer): string {
  return accepts ? `${provider} accepts it` : `${provider} ${answer ?? 'refuses it'}`
}

function knownArticle([scenario, cases]: readonly [string, readonly CaseReport[]]): Markup {
  const found = cases.flatMap(({ findings }) => findings)
  const entries = new Map(found.map((finding) => [`${finding.check} ${finding.known?.reason ?? ''}`, finding]))
  const rows = [...entries.values()].map(
    ({ check, known }) =>
      html`<tr><td class="mono">${check}</td><td>${known?.reason ?? ''} ${sourceLink(known?.link ?? '')}</td></tr>`,
  )
  const words = `${scenario} known ${[...new Set(found.map(({ check }) => check))].join(' ')}`.toLowerCase()
  return html`
<article id="${anchorOf(scenario)}" class="known" data-words="${words}"><h3>${scenario}</h3>
<p class="faint">Known from the baseline in ${cases.length} of its cases.</p><table><tbody>${rows}</tbody></table></article>`
}
