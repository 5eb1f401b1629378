import type { Fate, FateRow, Ledger, Origin, OriginRow } from '../account/ledger.ts'
import type { Evidence } from '../checks/finding.ts'
import { counted, cut, cutMiddle, padded, printable, widthOf } from './text.ts'

/** How much a row has to say: `fault` is a finding, `note` is worth seeing beside it, `quiet` is only counted. */
type Weight = 'fault' | 'note' | 'quiet'

const fateWeights = {
  lost: 'fault',
  altered: 'fault',
  refused: 'note',
  'dropped-as-configured': 'note',
  'dropped-with-signal': 'note',
  documented: 'note',
  'served-by-gateway': 'note',
  carried: 'quiet',
} satisfies Record<Fate, Weight>

const originWeights = {
  unaccounted: 'fault',
  documented: 'note',
  'provider-required': 'note',
  route: 'quiet',
  client: 'quiet',
} satisfies Record<Origin, Weight>

/** One line of the table; `fault` tells a painter to set it apart. */
export interface LedgerLine {
  readonly fault: boolean
  readonly text: string
}

export interface LedgerTable {
  readonly lines: readonly LedgerLine[]
  /** Where the faults shown in it stand, as `placeKey` writes them. */
  readonly places: ReadonlySet<string>
}

/** A place in a request body, as a ledger can show it: `upstream /metadata/team`. Empty for any other place. */
export function placeKey({ hop, part, at }: Evidence): string {
  return part === 'request' && 'body' in at ? `${hop} ${at.body}` : ''
}

/** One field with what became of it, in words. */
export interface LedgerRow {
  /** As `placeKey` writes them. */
  readonly places: readonly string[]
  readonly weight: Weight
  readonly client: string
  readonly upstream: string
  readonly fate: string
  readonly value: string
  /** Both values, and how the one became the other, a line each: for where `value` has no room. */
  readonly details: readonly string[]
}

const maxRows = 24
const gap = '  '
const arrow = ' → '
const noArrow = '   '
const nowhere = '-'
const leastValue = 12

/** Whether there is anything in this ledger that a finding may be about. */
export function hasFaults(ledger: Ledger): boolean {
  return rowsOf(ledger).some(({ weight }) => weight === 'fault')
}

/** The first of a case's ledgers in which something is wrong, else the first. */
export function shownLedger(ledgers: readonly Ledger[]): Ledger | undefined {
  return ledgers.find(hasFaults) ?? ledgers[0]
}

/**
 * The rows that matter, side by side: what the client sent, where it arrived, and what became of it. Faults first; fields that
 * arrived as they should are counted in the last line. No line is wider than `width`.
 */
export function ledgerTable(ledger: Ledger, width: number): LedgerTable {
  const rows = rowsOf(ledger)
  const telling = [
    ...rows.filter(({ weight }) => weight === 'fault'),
    ...rows.filter(({ weight }) => weight === 'note'),
  ]
  const shown = telling.slice(0, maxRows)
  const quiet = ledger.fates.filter(({ fate }) => fateWeights[fate] === 'quiet').length
  const heading: LedgerRow = {
    places: [],
    weight: 'quiet',
    client: 'client',
    upstream: 'upstream',
    fate: 'fate',
    value: '',
    details: [],
  }
  const lines = aligned([heading, ...shown], width)
  const left = telling.length - shown.length
  if (left > 0) lines.push({ fault: false, text: `${counted(left, 'more row')} in the JSON report` })
  if (quiet > 0) lines.push({ fault: false, text: `${counted(quiet, 'other field')} arrived as sent` })
  const faults = shown.filter(({ weight }) => weight === 'fault')
  return { lines, places: new Set(faults.flatMap(({ places }) => places)) }
}

/** Every row, what is wrong first and what is quiet last. */
export function ledgerRows(ledger: Ledger): readonly LedgerRow[] {
  const order: readonly Weight[] = ['fault', 'note', 'quiet']
  return rowsOf(ledger).toSorted((a, b) => order.indexOf(a.weight) - order.indexOf(b.weight))
}

function rowsOf(ledger: Ledger): readonly LedgerRow[] {
  return [...ledger.fates.map(fateRow), ...ledger.origins.filter(isNoFate).map(originRow)]
}

/** A client or route field is told by its fate row, where both sides stand. */
function isNoFate({ origin }: OriginRow): boolean {
  return origin !== 'client'
}

function fateRow({ client, fate, upstream, clientValue, upstreamValue, note }: FateRow): LedgerRow {
  const value = upstreamValue === undefined ? clientValue : `${clientValue} → ${upstreamValue}`
  return {
    places: [`client ${client}`, ...upstream.map((pointer) => `upstream ${pointer}`)],
    weight: fateWeights[fate],
    client: pointerText(client),
    upstream: placesText(upstream),
    fate: worded(fate, note),
    value: printable(value),
    details: [
      `sent     ${printable(clientValue)}`,
      ...(upstreamValue === undefined ? [] : [`arrived  ${printable(upstreamValue)}`]),
      ...(fate === 'altered' && note !== undefined ? [`         ${printable(note)}`] : []),
    ],
  }
}

function originRow({ upstream, origin, client, value, note }: OriginRow): LedgerRow {
  return {
    places: [`upstream ${upstream}`],
    weight: originWeights[origin],
    client: placesText(client),
    upstream: pointerText(upstream),
    fate: worded(origin, note),
    value: printable(value),
    details: [`arrived  ${printable(value)}`],
  }
}

/** Several places are told by what holds them all: `/input/2/output/0/…`. */
function placesText([first, ...others]: readonly string[]): string {
  if (first === undefined) return nowhere
  if (others.length === 0) return pointerText(first)
  let root = first.slice(0, first.lastIndexOf('/'))
  while (!others.every((pointer) => pointer.startsWith(`${root}/`))) root = root.slice(0, root.lastIndexOf('/'))
  return `${printable(root)}/…`
}

function pointerText(pointer: string): string {
  return pointer === '' ? '(whole body)' : printable(pointer)
}

function worded(word: Fate | Origin, note: string | undefined): string {
  const words = word.replaceAll('-', ' ')
  return word === 'documented' && note !== undefined ? `${words}: ${printable(note)}` : words
}

/** Values come last and take what is left; where that is too little, those of a fault follow on lines of their own. */
function aligned(rows: readonly LedgerRow[], width: number): LedgerLine[] {
  const fate = Math.min(widest(rows, 'fate'), Math.floor(width / 3))
  const forPointers = width - fate - arrow.length - gap.length
  const wanted = widest(rows, 'client')
  const upstream = Math.min(widest(rows, 'upstream'), Math.max(Math.ceil(forPointers / 2), forPointers - wanted))
  const client = Math.min(wanted, forPointers - upstream)
  const room = forPointers - client - upstream - gap.length
  return rows.flatMap((row) => {
    const fault = row.weight === 'fault'
    const pointers = [
      padded(cutMiddle(row.client, client), client),
      padded(cutMiddle(row.upstream, upstream), upstream),
    ].join(row.client === nowhere || row.upstream === nowhere ? noArrow : arrow)
    const apart = fault && (widthOf(row.value) > room || row.details.length > 2)
    const value = apart || room < leastValue ? '' : cut(row.value, room)
    const text = [pointers, padded(cut(row.fate, fate), fate), value].join(gap).trimEnd()
    const details = apart ? row.details.map((line) => ({ fault, text: cut(`    ${line}`, width) })) : []
    return [{ fault, text }, ...details]
  })
}

function widest(rows: readonly LedgerRow[], column: 'client' | 'upstream' | 'fate'): number {
  return Math.max(...rows.map((row) => widthOf(row[column])))
}
