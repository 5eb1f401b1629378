import type { Ledger } from '../../account/ledger.ts'
import { type LedgerRow, ledgerRows, shownLedger } from '../ledger-table.ts'
import { html, type Markup, nothing } from './markup.ts'

/** Every field of one request with its fate or its origin; faults first. */
export function ledgerSection(ledgers: readonly Ledger[]): Markup {
  const ledger = shownLedger(ledgers)
  if (ledger === undefined) return nothing
  const rows = ledgerRows(ledger)
  return html`
<details class="first"><summary>Ledger</summary>
<table><thead><tr><th>client</th><th>upstream</th><th>fate or origin</th><th>value</th></tr></thead>
<tbody>${rows.map(rowMarkup)}</tbody></table></details>`
}

function rowMarkup({ weight, client, upstream, fate, value }: LedgerRow): Markup {
  const tone = weight === 'fault' ? 'fault' : weight === 'quiet' ? 'faint' : ''
  return html`<tr class="${tone}"><td class="mono">${client}</td><td class="mono">${upstream}</td><td>${fate}</td><td class="mono">${value}</td></tr>`
}
