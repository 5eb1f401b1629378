import type { Pair } from '../pair.ts'
import { asMoved, pairValues, pairWhole } from '../pair-values.ts'
import { countJoined, textsOf } from './joined-text.ts'
import { type Part, partOf, type Unit } from './unit.ts'

/** Pairs the leaves of two units of one kind. `moved`: the unit stands in another place among the others. */
export function pairUnits(client: Unit, upstream: Unit, moved: boolean): Pair[] {
  const parts = client.parts.flatMap((part) => {
    const partner = partOf(upstream, part.name)
    if (partner === undefined) return []
    const found = pairParts(part, partner)
    return moved ? found.map(asMoved) : found
  })
  const structure = { client: client.structure, upstream: upstream.structure, same: true }
  return [...pairRoles(client, upstream), structure, ...parts]
}

function pairRoles(client: Unit, upstream: Unit): Pair[] {
  const same = client.role === upstream.role
  if (!same && upstream.rolePointer === undefined) return []
  return [{ client: listed(client.rolePointer), upstream: listed(upstream.rolePointer), same }]
}

function listed(pointer: string | undefined): readonly string[] {
  return pointer === undefined ? [] : [pointer]
}

function pairParts(client: Part, upstream: Part): Pair[] {
  if (isJoined(client.value, upstream.value)) {
    return [{ ...pairWhole(client, upstream), same: true, note: 'the same text' }]
  }
  return isText(client.value) === isText(upstream.value) ? pairValues(client, upstream) : [pairWhole(client, upstream)]
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

/** A list of text parts says the same as one string of them. The reverse is not true: strict back ends refuse the list. */
function isJoined(client: unknown, upstream: unknown): boolean {
  const texts = Array.isArray(client) ? textsOf(client) : undefined
  if (texts === undefined) return false
  if (typeof upstream === 'string') return countJoined(upstream, texts) === texts.length
  const arrived = Array.isArray(upstream) ? textsOf(upstream) : undefined
  return arrived !== undefined && arrived.length === texts.length && arrived.every((text, at) => text === texts[at])
}
