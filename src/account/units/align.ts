import { canonical } from '../leaves.ts'
import { matchingOf } from '../match-by-key.ts'
import type { Pair } from '../pair.ts'
import { pairUnits } from './pair-units.ts'
import { regroupTexts } from './regroup-texts.ts'
import { movedUnits } from './turns.ts'
import { partOf, sameUnit, type Unit, type UnitKind } from './unit.ts'

/**
 * Pairs the conversation as the client sent it with the conversation as it arrived: by content, then by the call it belongs
 * to, then by place, so that one lost message does not make every later one look altered. What stays unpaired on either side
 * is in no pair.
 */
export function alignUnits(client: readonly Unit[], upstream: readonly Unit[]): Pair[] {
  const matching = matchingOf(client, upstream)
  matching.byEnds(sameUnit)
  matching.byKey((unit) => `${unit.role} ${wholeKey(unit)}`)
  matching.byKey((unit) => `${unit.role} ${coreKey(unit)}`)
  const regrouped = regroupTexts(matching, client, upstream)
  matching.byKey(coreKey)
  const equal = [...matching.matches]
  matching.byKey(callKey)
  matching.byKey((unit) => `${unit.kind} ${unit.role}`)
  const moved = movedUnits(equal, client, upstream)
  const oneByOne = matching.matches.flatMap((match) => {
    const [sent, arrived] = [client[match.client], upstream[match.upstream]]
    return sent && arrived ? pairUnits(sent, arrived, moved.has(match.client)) : []
  })
  return [...oneByOne, ...regrouped]
}

function wholeKey({ kind, parts }: Unit): string {
  return `${kind} ${canonical(Object.fromEntries(parts.map(({ name, value }) => [name, value])))}`
}

/** What makes a unit what it is; the rest are settings of it. */
const core = {
  text: ['text'],
  refusal: ['refusal'],
  image: ['url', 'file_id'],
  file: ['file_data', 'file_id', 'file_url'],
  audio: ['data'],
  'tool-call': ['call', 'name', 'arguments'],
  'custom-tool-call': ['call', 'name', 'input'],
  'tool-output': ['call', 'output'],
  reasoning: ['encrypted_content', 'summary', 'content'],
  item: ['type', 'id', 'call_id'],
} satisfies Record<UnitKind, readonly string[]>

function coreKey(unit: Unit): string {
  return `${unit.kind} ${canonical(core[unit.kind].map((name) => partOf(unit, name)?.value ?? null))}`
}

/** A tool's output stays with its call, whatever happened to the text. */
function callKey(unit: Unit): string | undefined {
  const call = partOf(unit, 'call')?.value
  return typeof call === 'string' ? `${unit.kind} ${call}` : undefined
}
