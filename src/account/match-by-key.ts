/** An element of the client's list and the one it became, by index. */
export interface Match {
  readonly client: number
  readonly upstream: number
}

/** Two lists of which the elements that found each other are taken away, first with first. */
export interface Matching<Element> {
  readonly matches: readonly Match[]
  /** Indexes of what is left. */
  left(side: Side): readonly number[]
  /** Takes away what both lists begin and end with, element by element. */
  byEnds(same: (client: Element, upstream: Element) => boolean): readonly Match[]
  /** Takes away elements whose keys are equal; `undefined` matches nothing. Linear. */
  byKey(keyOf: (element: Element) => string | undefined): readonly Match[]
  /** Takes elements away that found each other otherwise than one by one. */
  remove(side: Side, indexes: readonly number[]): void
}

type Side = 'client' | 'upstream'

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
  const keyed = (side: Side, keyOf: (element: Element) => string | undefined) =>
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
    byEnds: (same) => commonEnds(client, upstream, same).map(take),
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

function commonEnds<Element>(
  client: readonly Element[],
  upstream: readonly Element[],
  same: (client: Element, upstream: Element) => boolean,
): readonly Match[] {
  const shorter = Math.min(client.length, upstream.length)
  const fits = (one: number, other: number) => {
    const [sent, arrived] = [client[one], upstream[other]]
    return sent !== undefined && arrived !== undefined && same(sent, arrived)
  }
  const matches: Match[] = []
  while (matches.length < shorter && fits(matches.length, matches.length)) {
    matches.push({ client: matches.length, upstream: matches.length })
  }
  for (let back = 1; matches.length < shorter; back++) {
    const last = { client: client.length - back, upstream: upstream.length - back }
    if (!fits(last.client, last.upstream)) break
    matches.push(last)
  }
  return matches
}
