import { isRecord, type Pointer, pointerOf } from '../contract/pointer.ts'
import { alignLists } from './align-lists.ts'
import { leavesOf, sameJson } from './leaves.ts'
import type { Pair } from './pair.ts'

/** A value and the place where it stands in its document. */
export interface Placed {
  readonly pointer: Pointer
  readonly value: unknown
}

/**
 * Pairs two values leaf by leaf: members by their name, elements of lists by their content. What stands on one side alone is
 * in no pair, but for the empty list or object that is left where everything in it is gone or new.
 */
export function pairValues(client: Placed, upstream: Placed): Pair[] {
  if (Array.isArray(client.value) && Array.isArray(upstream.value)) {
    return pairLists(client.pointer, client.value, upstream.pointer, upstream.value)
  }
  if (isRecord(client.value) && isRecord(upstream.value)) {
    return pairMembers(client.pointer, client.value, upstream.pointer, upstream.value)
  }
  return [pairWhole(client, upstream)]
}

/** One value as a whole becomes another: every leaf of the one stands behind every leaf of the other. */
export function pairWhole(client: Placed, upstream: Placed): Pair {
  return {
    client: pointersIn(client),
    upstream: pointersIn(upstream),
    whole: upstream.pointer,
    same: sameJson(client.value, upstream.value),
  }
}

/** Pointers of the leaves at and below a place. */
export function pointersIn({ pointer, value }: Placed): Pointer[] {
  return leavesOf(value, pointer).map((leaf) => leaf.pointer)
}

function pairMembers(
  from: Pointer,
  client: Readonly<Record<string, unknown>>,
  to: Pointer,
  upstream: Readonly<Record<string, unknown>>,
): Pair[] {
  const names = Object.keys(client)
  const empty = pairEmpty(from, names.length, to, Object.keys(upstream).length)
  const pairs = names
    .filter((name) => Object.hasOwn(upstream, name))
    .flatMap((name) => pairValues(stepInto(from, name, client[name]), stepInto(to, name, upstream[name])))
  return [...empty, ...pairs]
}

function pairLists(from: Pointer, client: readonly unknown[], to: Pointer, upstream: readonly unknown[]): Pair[] {
  const pairs = alignLists(client, upstream).flatMap(({ client: here, upstream: there, moved }) => {
    const found = pairValues(stepInto(from, here, client[here]), stepInto(to, there, upstream[there]))
    return moved ? found.map(asMoved) : found
  })
  return [...pairEmpty(from, client.length, to, upstream.length), ...pairs]
}

/** The value is what it was, its place among the others is not. */
export function asMoved(pair: Pair): Pair {
  return { ...pair, same: false, note: 'in another place among the others' }
}

function pairEmpty(from: Pointer, sent: number, to: Pointer, arrived: number): Pair[] {
  if (sent > 0 && arrived > 0) return []
  return [
    {
      client: sent === 0 ? [from] : [],
      upstream: arrived === 0 ? [to] : [],
      same: true,
      ...(sent > 0 && { note: 'what is left of it' }),
    },
  ]
}

function stepInto(pointer: Pointer, step: string | number, value: unknown): Placed {
  return { pointer: `${pointer}${pointerOf([step])}`, value }
}
