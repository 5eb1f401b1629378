import { isRecord, type Pointer, valueAt } from '../contract/pointer.ts'
import type { ProviderId, Surface } from '../contract/surface.ts'
import { type BridgeTable, type FieldRow, fieldCovers, tableTowards, type ValueRow } from './bridge-table.ts'
import type { FieldPath } from './field-path.ts'
import { isWithin, type Leaf, leavesOf, sameJson, shownValue } from './leaves.ts'
import type { Fate, FateRow, Ledger, Origin, OriginRow } from './ledger.ts'
import type { Pair } from './pair.ts'
import { transforms } from './transforms/index.ts'

/** A place where the gateway's documentation says it adds, drops or changes something. */
export interface DocumentedField {
  readonly field: string
  readonly kind: 'addition' | 'drop' | 'alteration'
  readonly surfaces?: { readonly client: Surface; readonly upstream: Surface }
  readonly reason: string
}

/** Everything the accountant needs to know of one upstream request and the client request behind it. */
export interface AccountInput {
  readonly clientExchange: string
  readonly upstreamExchange: string
  /** The target of the request. */
  readonly provider: ProviderId
  readonly surfaces: { readonly client: Surface; readonly upstream: Surface }
  readonly client: unknown
  readonly upstream: unknown
  /** What becomes of which field between these two surfaces. */
  readonly table: BridgeTable
  readonly routeModel: string
  readonly drop: readonly FieldPath[]
  readonly documented: readonly DocumentedField[]
  /** Names of fields of which the gateway told its client that it dropped them. */
  readonly signalled: readonly string[]
}

/** A drop entry that was not honoured, with what still arrived. */
export interface DropBreach {
  readonly entry: string
  readonly upstream: readonly Pointer[]
}

export interface Account {
  readonly ledger: Ledger
  readonly breaches: readonly DropBreach[]
}

/** The whole body, as it is. */
const restRow: FieldRow = { from: '', to: '' }

/** Gives every client leaf a fate and every upstream leaf an origin. Pure. */
export function account(asked: AccountInput): Account {
  const input = { ...asked, table: tableTowards(asked.provider, asked.table) }
  const dropped = input.drop.flatMap((path) => path.pointersIn(input.client))
  const pairs = pairUp(input, dropped)
  const fates = leavesOf(input.client).map((leaf) => fateRow(input, leaf, pairs, dropped))
  const origins = leavesOf(input.upstream).map((leaf) => originRow(input, leaf, pairs))
  return {
    ledger: {
      clientExchange: input.clientExchange,
      upstreamExchange: input.upstreamExchange,
      fates: fates.map((row) => asDocumented(input, row)),
      origins,
    },
    breaches: input.drop.flatMap((path) => breachOf(input, path, pairs)),
  }
}

/** The ledger of a request that the gateway refused by itself: nothing was sent on. */
export function refusedLedger(clientExchange: string, client: unknown): Ledger {
  const fates = leavesOf(client).map(
    (leaf): FateRow => ({ client: leaf.pointer, fate: 'refused', upstream: [], clientValue: shownValue(leaf.value) }),
  )
  return { clientExchange, fates, origins: [] }
}

function pairUp(input: AccountInput, dropped: readonly Pointer[]): Pair[] {
  const claimed = new Set<Pointer>()
  const { table } = input
  const rows = table.rest === 'same' ? [...table.fields, restRow] : table.fields
  const pairs = rows.flatMap((row) => {
    const transform = transforms[row.as ?? 'same']
    const found = transform({ ...input, from: row.from, to: row.to })
    const fresh = found.filter((pair) => !pair.client.some((pointer) => claimed.has(pointer)))
    for (const pair of fresh) for (const pointer of pair.client) claimed.add(pointer)
    return fresh
  })
  return pairs.filter((pair) => !isDefaultForDropped(input, pair, dropped) && !isServedOtherwise(input, pair))
}

/** Where a drop leaves a hole, a gateway may write what it would have written had the client sent nothing. */
function isDefaultForDropped(input: AccountInput, pair: Pair, dropped: readonly Pointer[]): boolean {
  return (
    !pair.same &&
    pair.client.every((pointer) => dropped.some((root) => isWithin(pointer, root))) &&
    pair.upstream.every((pointer) => {
      const value = valueAt(input.upstream, pointer)
      return value === null || input.table.additions.some((row) => speaksOf(row, { pointer, value }, input.upstream))
    })
  )
}

/** What the gateway serves by itself, the provider may be told otherwise where it takes nothing else. */
function isServedOtherwise({ table, client, upstream }: AccountInput, pair: Pair): boolean {
  const stands = (rows: readonly ValueRow[], pointers: readonly Pointer[], document: unknown) =>
    pointers.every((pointer) => {
      const leaf = { pointer, value: valueAt(document, pointer) }
      return rows.some((row) => row.provider !== undefined && speaksOf(row, leaf, document))
    })
  return !pair.same && stands(table.served, pair.client, client) && stands(table.additions, pair.upstream, upstream)
}

function fateRow(input: AccountInput, leaf: Leaf, pairs: readonly Pair[], dropped: readonly Pointer[]): FateRow {
  const found = pairs.filter(({ client }) => client.includes(leaf.pointer))
  // A role stands behind several pieces of a message; one piece that arrives under another role is enough.
  const pair = found.find(({ same }) => !same) ?? found[0]
  const row = { client: leaf.pointer, upstream: pair?.upstream ?? [], clientValue: shownValue(leaf.value) }
  if (pair?.same) return { ...row, fate: 'carried', ...noteOf(pair.note) }
  if (pair) return { ...row, fate: 'altered', upstreamValue: shownUpstream(input.upstream, pair.upstream) }
  if (dropped.some((pointer) => isWithin(leaf.pointer, pointer))) return { ...row, fate: 'dropped-as-configured' }
  // What a nullable field says by null it also says by being absent; where it does not, the contract refuses one of them.
  if (leaf.value === null) return { ...row, fate: 'carried', note: 'null, left out' }
  const served = input.table.served.find((each) => speaksOf(each, leaf, input.client))
  if (served) return { ...row, fate: 'served-by-gateway', note: served.reason }
  if (input.signalled.some((name) => isSignalled(name, leaf.pointer))) return { ...row, fate: 'dropped-with-signal' }
  const lone = input.table.without_counterpart.find((each) => fieldCovers(each.field, leaf.pointer))
  return { ...row, fate: 'lost', ...noteOf(lone && 'has no counterpart on the provider’s surface') }
}

function noteOf(note: string | undefined): { readonly note?: string } {
  return note === undefined ? {} : { note }
}

function shownUpstream(upstream: unknown, pointers: readonly Pointer[]): string {
  return pointers.map((pointer) => shownValue(valueAt(upstream, pointer))).join(' ')
}

/** A row with a value speaks only of a field with that value; a list or an object is compared as a whole. */
function speaksOf(row: { readonly field: string; readonly value?: unknown }, leaf: Leaf, document: unknown): boolean {
  if (!fieldCovers(row.field, leaf.pointer)) return false
  if (!('value' in row)) return true
  const whole = isRecord(row.value) || Array.isArray(row.value) ? valueAt(document, row.field) : leaf.value
  return sameJson(row.value, whole)
}

function isSignalled(name: string, pointer: Pointer): boolean {
  return isWithin(pointer, `/${name}`) || isWithin(pointer, `/${name.replaceAll(/[.[\]]+/g, '/').replace(/\/$/, '')}`)
}

function asDocumented(input: AccountInput, row: FateRow): FateRow {
  const kind = documentedKinds[row.fate]
  const entry = kind && input.documented.find((each) => each.kind === kind && documents(input, each, row.client))
  return entry ? { ...row, fate: 'documented', note: entry.reason } : row
}

const documentedKinds: Partial<Record<Fate, DocumentedField['kind']>> = { lost: 'drop', altered: 'alteration' }

function documents(input: AccountInput, entry: DocumentedField, pointer: Pointer): boolean {
  const { surfaces } = entry
  const here =
    surfaces === undefined ||
    (surfaces.client === input.surfaces.client && surfaces.upstream === input.surfaces.upstream)
  return here && fieldCovers(entry.field, pointer)
}

function originRow(input: AccountInput, leaf: Leaf, pairs: readonly Pair[]): OriginRow {
  const pair = pairs.find(({ upstream }) => upstream.includes(leaf.pointer))
  const row = { upstream: leaf.pointer, client: pair?.client ?? [], value: shownValue(leaf.value) }
  const origin = (origin: Origin, note?: string): OriginRow => ({ ...row, origin, ...noteOf(note) })
  if (leaf.pointer === '/model' && leaf.value === input.routeModel) return origin('route', 'the model of the route')
  if (pair) return origin('client', pair.note)
  if (leaf.value === null) return origin('client', 'left out, written as null')
  const addition = input.table.additions.find((each) => speaksOf(each, leaf, input.upstream))
  if (addition) return origin('provider-required', addition.reason)
  const entry = input.documented.find((each) => each.kind === 'addition' && documents(input, each, leaf.pointer))
  return entry ? origin('documented', entry.reason) : origin('unaccounted')
}

/**
 * A drop entry is honoured when nothing of the named field arrives: neither what the client sent there, nor anything that
 * stands where the field would have gone and has no other client field behind it.
 */
function breachOf(input: AccountInput, path: FieldPath, pairs: readonly Pair[]): DropBreach[] {
  const targets = path.pointersIn(input.client)
  const isTarget = (pointer: Pointer) => targets.some((target) => isWithin(pointer, target))
  const carried = pairs.filter(({ client }) => client.some(isTarget)).flatMap(({ upstream }) => upstream)
  const named = input.table.fields.filter((row) => row.from === `/${path.text}`)
  const rows = input.table.rest === 'same' && path.isName ? [...named, { to: `/${path.text}` }] : named
  const fromOthers = new Set(pairs.filter(({ client }) => !client.some(isTarget)).flatMap(({ upstream }) => upstream))
  const standing = rows
    .flatMap(({ to }) =>
      leavesOf(valueAt(input.upstream, to)).map((leaf) => ({ ...leaf, pointer: `${to}${leaf.pointer}` })),
    )
    .filter((leaf) => !input.table.additions.some((row) => speaksOf(row, leaf, input.upstream)))
    .map(({ pointer }) => pointer)
    .filter((pointer) => !fromOthers.has(pointer))
  const upstream = [...new Set([...carried, ...standing])]
  return upstream.length === 0 ? [] : [{ entry: path.text, upstream }]
}
