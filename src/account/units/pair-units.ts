import { sameJson } from '../leaves.ts'
import type { Pair } from '../pair.ts'
import { asMoved, pairValues } from '../pair-values.ts'
import { countJoined, textsOf } from './joined-text.ts'
import { type Part, partLeaves, partOf, type Unit } from './unit.ts'

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

/** What says its role by being what it is, and arrives under another one, is altered itself. */
function pairRoles(client: Unit, upstream: Unit): Pair[] {
  const same = client.role === upstream.role
  const arrived = listed(upstream.rolePointer)
  if (client.rolePointer !== undefined || same) return [{ client: listed(client.rolePointer), upstream: arrived, same }]
  // What a tool showed stands in a message of the user's where a tool can only write.
  if (client.role === 'tool') return [{ client: [], upstream: arrived, same: true }]
  return [{ client: client.parts.slice(0, 1).flatMap(partLeaves), upstream: arrived, same, note: 'under another role' }]
}

function listed(pointer: string | undefined): readonly string[] {
  return pointer === undefined ? [] : [pointer]
}

function pairParts(client: Part, upstream: Part): Pair[] {
  const whole = { client: partLeaves(client), upstream: partLeaves(upstream), whole: upstream.pointer }
  if (isJoined(client.value, upstream.value)) return [{ ...whole, same: true, note: 'the same text' }]
  const isPlain = client.leaves === undefined && upstream.leaves === undefined
  return isPlain && isText(client.value) === isText(upstream.value)
    ? pairValues(client, upstream)
    : [{ ...whole, same: sameJson(client.value, upstream.value) }]
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
