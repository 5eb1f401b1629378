import { type Account, type AccountInput, account } from '../../src/account/account.ts'
import { readBridgeTable } from '../../src/account/bridge-table.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import { isRecord, pathOf, pointerOf, valueAt } from '../../src/contract/pointer.ts'
import type { Surface } from '../../src/contract/surface.ts'

/** The account of one request that a client sent on one surface and a gateway on another, to OpenAI unless said otherwise. */
export type Between = (client: unknown, upstream: unknown, change?: Partial<AccountInput>) => Account

export function between(from: Surface, to: Surface): Between {
  const table = readBridgeTable(packagePath('contracts', 'bridges', `${from}--${to}.yaml`))
  return (client, upstream, change = {}) =>
    account({
      clientExchange: 'c1',
      upstreamExchange: 'u2',
      provider: 'openai',
      surfaces: { client: from, upstream: to },
      client,
      upstream,
      table,
      routeModel: 'gpt-5.2',
      drop: [],
      documented: [],
      signalled: [],
      ...change,
    })
}

/** Rows a person would have to act on. */
export function complaints({ ledger }: Account): string[] {
  return [
    ...ledger.fates
      .filter(({ fate }) => fate === 'lost' || fate === 'altered')
      .map(({ fate, client }) => `${fate} ${client}`),
    ...ledger.origins.filter(({ origin }) => origin === 'unaccounted').map(({ upstream }) => `unaccounted ${upstream}`),
  ]
}

/** A copy in which the value at `pointer` is replaced; `undefined` removes it. */
export function changed(document: unknown, pointer: string, value: unknown): unknown {
  const copy: unknown = structuredClone(document)
  const last = pathOf(pointer).at(-1) ?? ''
  const parent = valueAt(copy, pointer.slice(0, pointer.lastIndexOf('/')))
  if (Array.isArray(parent)) parent.splice(Number(last), 1, ...(value === undefined ? [] : [value]))
  else if (isRecord(parent) && value === undefined) delete parent[last]
  else if (isRecord(parent)) {
    Object.defineProperty(parent, last, { value, enumerable: true, configurable: true, writable: true })
  }
  return copy
}

/** Pointers of all objects, the document itself included. */
export function objectsIn(value: unknown, pointer = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => objectsIn(item, `${pointer}/${index}`))
  if (!isRecord(value)) return []
  return [
    pointer,
    ...Object.entries(value).flatMap(([name, item]) => objectsIn(item, `${pointer}${pointerOf([name])}`)),
  ]
}
