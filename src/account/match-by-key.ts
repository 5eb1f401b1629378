/** An element of the client's list and the one it became, by index. */
export interface Match {
  readonly client: number
  readonly upstream: number
}

/** Two lists of which the elements that found each other are taken away, first with first. */
export interface Matching<Element> {
  readonly matches: readonly Match[]
  /** Indexes of what is left. */
  left(side: 'client' | 'upstream'): readonly number[]
  /** Takes away elements whose keys are equal; `undefined` matches nothing. Linear. */
  byKey(keyOf: (element: Element) => string | undefined): readonly Match[]
  /** Takes elements away that found each other otherwise than one by one. */
  remove(side: 'client' | 'upstream', indexes: readonly number[]): void
}

export function matchingOf<Element>(client: readonly Element[], upstream: readonly Element[]): Matching<Element> {
  const lists = { client, upstream }
  const open = { client: new Set(client.keys()), upstream: new Set(upstream.keys()) }
  const matches: Match[] = []
  const take = (match: Match): Match => {
    open.client.delete(match.client)
    open.upstream.delete(match.upstream)
    matches.push(match)
    return match
  }
  const keyed = (side: 'client' | 'upstream', keyOf: (element: Element) => string | undefined) =>
    [...open[side]].flatMap((index) => {
      const element = lists[side][index]
      const key = element === undefined ? undefined : keyOf(element)
      return key === undefined ? [] : [{ index, key }]
    })
  return {
    matches,
    left: (side) => [...open[side]],
    remove: (side, indexes) => {
      for (const index of indexes) open[side].delete(index)
    },
    byKey: (keyOf) => {
      if (open.client.size === 0 || open.upstream.size === 0) return []
      const waiting = Map.groupBy(keyed('upstream', keyOf), ({ key }) => key)
      for (const queue of waiting.values()) queue.reverse()
      return keyed('client', keyOf).flatMap(({ index, key }) => {
        const partner = waiting.get(key)?.pop()
        return partner ? [take({ client: index, upstream: partner.index })] : []
      })
    },
  }
}
