import { type Pointer, valueAt } from '../../contract/pointer.ts'
import { leavesOf, sameJson } from '../leaves.ts'
import type { Pair } from '../pair.ts'
import type { Transform } from './transform.ts'

/** The value arrives unchanged, leaf by leaf. */
export const same: Transform = ({ client, upstream, from, to }) => pairLeaves(client, from, upstream, to)

/** Pairs the leaves below two pointers that have the same path from there. */
export function pairLeaves(client: unknown, from: Pointer, upstream: unknown, to: Pointer): Pair[] {
  return leavesOf(valueAt(client, from)).flatMap((leaf) => {
    const there = valueAt(upstream, `${to}${leaf.pointer}`)
    if (there === undefined) return []
    const arrived = leavesOf(there).map((inner) => `${to}${leaf.pointer}${inner.pointer}`)
    return [{ client: [`${from}${leaf.pointer}`], upstream: arrived, same: sameJson(leaf.value, there) }]
  })
}
