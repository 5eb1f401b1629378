import type { Pointer } from '../contract/pointer.ts'
import type { ProviderId, Surface } from '../contract/surface.ts'
import { openBooks } from './books.ts'
import { breachesOf } from './breaches.ts'
import type { BridgeTable } from './bridge-table.ts'
import { fateOf } from './fates.ts'
import type { FieldPath } from './field-path.ts'
import { leavesOf, shownValue } from './leaves.ts'
import type { FateRow, Ledger } from './ledger.ts'
import { originOf } from './origins.ts'

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
  /** The model that this target is configured to. */
  readonly routeModel: string
  /** What the operator adds where the client sent nothing, in the client's terms. Absent: nothing. */
  readonly defaults?: Readonly<Record<string, unknown>>
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

/** Gives every client leaf a fate and every upstream leaf an origin. Pure; linear in the size of both bodies. */
export function account(input: AccountInput): Account {
  const books = openBooks(input)
  return {
    ledger: {
      clientExchange: input.clientExchange,
      upstreamExchange: input.upstreamExchange,
      fates: leavesOf(input.client).map((leaf) => fateOf(books, leaf)),
      origins: leavesOf(input.upstream).map((leaf) => originOf(books, leaf)),
    },
    breaches: breachesOf(books),
  }
}

/** The ledger of a request that the gateway refused by itself: nothing was sent on. */
export function refusedLedger(clientExchange: string, client: unknown): Ledger {
  const fates = leavesOf(client).map(
    (leaf): FateRow => ({ client: leaf.pointer, fate: 'refused', upstream: [], clientValue: shownValue(leaf.value) }),
  )
  return { clientExchange, fates, origins: [] }
}
