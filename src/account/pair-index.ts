import type { Pointer } from '../contract/pointer.ts'
import type { Pair } from './pair.ts'

/** Pairs by the leaves of either side. */
export interface PairIndex {
  readonly all: readonly Pair[]
  from(client: Pointer): readonly Pair[]
  to(upstream: Pointer): readonly Pair[]
}

export function indexPairs(all: readonly Pair[]): PairIndex {
  const client = byLeaf(all, (pair) => pair.client)
  const upstream = byLeaf(all, (pair) => pair.upstream)
  return {
    all,
    from: (pointer) => client.get(pointer) ?? [],
    to: (pointer) => upstream.get(pointer) ?? [],
  }
}

function byLeaf(all: readonly Pair[], leavesOf: (pair: Pair) => readonly Pointer[]): ReadonlyMap<Pointer, Pair[]> {
  const index = new Map<Pointer, Pair[]>()
  for (const pair of all) {
    for (const pointer of leavesOf(pair)) {
      const known = index.get(pointer)
      if (known === undefined) index.set(pointer, [pair])
      else known.push(pair)
    }
  }
  return index
}
