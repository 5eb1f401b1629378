import { expect, test } from 'vitest'
import { type AccountInput, refusedLedger } from '../../src/account/account.ts'
import { parseFieldPath } from '../../src/account/field-path.ts'
import type { Fate, Origin } from '../../src/account/ledger.ts'
import type { Surface } from '../../src/contract/surface.ts'
import { type Between, between } from './accounts.ts'

/** What has to arrive where the client sends nothing but this, on each pair of surfaces. */
interface Pair {
  readonly name: string
  readonly account: Between
  readonly from: Surface
  readonly to: Surface
  readonly client: Readonly<Record<string, unknown>>
  readonly upstream: Readonly<Record<string, unknown>>
  /** A field with two legal values, and its pointers. */
  readonly field: {
    readonly name: string
    readonly from: string
    readonly to: string
    readonly sent: unknown
    readonly other: unknown
  }
  /** What the gateway serves by itself. */
  readonly served: Readonly<Record<string, unknown>>
  /** What it may add. */
  readonly added: Readonly<Record<string, unknown>>
}

const chat = { model: 'alias', messages: [{ role: 'user', content: 'hi' }] }
const items = { model: 'alias', input: [{ role: 'user', content: 'hi' }] }
const embeddings = { model: 'alias', input: 'hi' }
const arrived = { model: 'gpt-5.2' }

function pair(from: Surface, to: Surface, rest: Omit<Pair, 'name' | 'account' | 'from' | 'to'>): Pair {
  return { name: `${from} to ${to}`, account: between(from, to), from, to, ...rest }
}

const limit = (from: string, to: string) => ({ name: from, from: `/${from}`, to: `/${to}`, sent: 64, other: 65 })
const off = { stream: false }

const pairs: readonly Pair[] = [
  pair('chat-completions', 'chat-completions', {
    client: chat,
    upstream: { ...chat, ...arrived },
    field: limit('max_completion_tokens', 'max_completion_tokens'),
    served: off,
    added: off,
  }),
  pair('responses', 'responses', {
    client: items,
    upstream: { ...items, ...arrived },
    field: limit('max_output_tokens', 'max_output_tokens'),
    served: off,
    added: off,
  }),
  pair('embeddings', 'embeddings', {
    client: embeddings,
    upstream: { ...embeddings, ...arrived },
    field: limit('dimensions', 'dimensions'),
    served: { encoding_format: 'float' },
    added: { encoding_format: 'base64' },
  }),
  pair('chat-completions', 'responses', {
    client: chat,
    upstream: { ...items, ...arrived },
    field: limit('max_completion_tokens', 'max_output_tokens'),
    served: { n: 1 },
    added: { store: false },
  }),
  pair('responses', 'chat-completions', {
    client: items,
    upstream: { ...chat, ...arrived },
    field: limit('max_output_tokens', 'max_completion_tokens'),
    served: { store: false },
    added: { stream: false },
  }),
]

interface Row {
  readonly title: string
  readonly sends: (pair: Pair) => Readonly<Record<string, unknown>>
  readonly arrives: (pair: Pair) => Readonly<Record<string, unknown>>
  readonly change?: (pair: Pair) => Partial<AccountInput>
  /** Of the client's field. */
  readonly fate?: Fate
  /** Of what arrives beside the conversation. */
  readonly origin?: Origin
}

const sent = ({ field }: Pair) => ({ [field.name]: field.sent })
const there = ({ field }: Pair, value: unknown) => ({ [field.to.slice(1)]: value })
const nothing = () => ({})
const reason = 'it is documented'

const rows: readonly Row[] = [
  { title: 'carried', sends: sent, arrives: (each) => there(each, each.field.sent), fate: 'carried', origin: 'client' },
  {
    title: 'altered',
    sends: sent,
    arrives: (each) => there(each, each.field.other),
    fate: 'altered',
    origin: 'client',
  },
  { title: 'lost', sends: sent, arrives: nothing, fate: 'lost' },
  {
    title: 'dropped as configured',
    sends: sent,
    arrives: nothing,
    change: ({ field }) => ({ drop: [parseFieldPath(field.name)] }),
    fate: 'dropped-as-configured',
  },
  {
    title: 'dropped with a signal',
    sends: sent,
    arrives: nothing,
    change: ({ field }) => ({ signalled: [field.name] }),
    fate: 'dropped-with-signal',
  },
  { title: 'served by the gateway', sends: ({ served }) => served, arrives: nothing, fate: 'served-by-gateway' },
  {
    title: 'a documented drop',
    sends: sent,
    arrives: nothing,
    change: ({ field }) => ({ documented: [{ field: field.from, kind: 'drop', reason }] }),
    fate: 'documented',
  },
  {
    title: 'a documented alteration',
    sends: sent,
    arrives: (each) => there(each, each.field.other),
    change: ({ field }) => ({ documented: [{ field: field.from, kind: 'alteration', reason }] }),
    fate: 'documented',
    origin: 'client',
  },
  {
    title: 'a default of the route',
    sends: nothing,
    arrives: (each) => there(each, each.field.sent),
    change: ({ field }) => ({ defaults: { [field.name]: field.sent } }),
    origin: 'route',
  },
  {
    title: 'a default of the route in place of what the client sent',
    sends: sent,
    arrives: (each) => there(each, each.field.other),
    change: ({ field }) => ({ defaults: { [field.name]: field.other } }),
    fate: 'altered',
    origin: 'client',
  },
  { title: 'what the provider wants', sends: nothing, arrives: ({ added }) => added, origin: 'provider-required' },
  {
    title: 'what the provider wants in the place of null',
    sends: ({ added }) => Object.fromEntries(Object.keys(added).map((name) => [name, null])),
    arrives: ({ added }) => added,
    fate: 'carried',
    origin: 'client',
  },
  {
    title: 'a value that nobody may add in the place of null',
    sends: ({ field }) => ({ [field.name]: null }),
    arrives: (each) => there(each, each.field.sent),
    fate: 'altered',
    origin: 'client',
  },
  {
    title: 'a documented addition',
    sends: nothing,
    arrives: (each) => there(each, each.field.sent),
    change: ({ field }) => ({ documented: [{ field: field.to, kind: 'addition', reason }] }),
    origin: 'documented',
  },
  { title: 'unaccounted', sends: nothing, arrives: () => ({ internal_key: 'x' }), origin: 'unaccounted' },
]

/** Splits the rows of one side into those of the pair's own body and those that a row of the table adds. */
function told<Row>(rows: readonly Row[], pointerOf: (row: Row) => string, base: object) {
  const { base: own = [], extra = [] } = Object.groupBy(rows, (row) =>
    Object.hasOwn(base, pointerOf(row).slice(1).split('/')[0] ?? '') ? 'base' : 'extra',
  )
  return { own, extra }
}

for (const each of pairs) {
  for (const row of rows) {
    test(`${each.name}: ${row.title}`, () => {
      const client = { ...each.client, ...row.sends(each) }
      const upstream = { ...each.upstream, ...row.arrives(each) }
      const { ledger } = each.account(client, upstream, row.change?.(each))
      const fates = told(ledger.fates, (fate) => fate.client, each.client)
      const origins = told(ledger.origins, (origin) => origin.upstream, each.upstream)
      expect(fates.extra.map(({ fate }) => fate)).toEqual(row.fate === undefined ? [] : [row.fate])
      expect(origins.extra.map(({ origin }) => origin)).toEqual(row.origin === undefined ? [] : [row.origin])
      expect(fates.own.every(({ fate }) => fate === 'carried')).toBe(true)
      expect(origins.own.every(({ origin }) => origin === 'client' || origin === 'route')).toBe(true)
    })
  }

  test(`${each.name}: the model of the route stands in place of the alias, and no other model`, () => {
    const { ledger } = each.account(each.client, each.upstream)
    expect(ledger.origins.find(({ upstream }) => upstream === '/model')?.origin).toBe('route')
    const other = each.account(each.client, { ...each.upstream, model: 'gpt-4o' }).ledger
    const fate = other.fates.find(({ client }) => client === '/model')
    expect(fate).toMatchObject({ fate: 'altered', upstreamValue: '"gpt-4o"' })
  })
}

test('every field of a request that the gateway refuses is refused', () => {
  expect(refusedLedger('c1', { model: 'a', n: 2 }).fates.map(({ client, fate }) => [client, fate])).toEqual([
    ['/model', 'refused'],
    ['/n', 'refused'],
  ])
})
