import type { Match } from '../match-by-key.ts'
import { outOfOrder } from '../order.ts'
import type { Unit } from './unit.ts'

/**
 * Which of the units that arrived with their content stand in another place among the others. Counted are: the order of what
 * is said, the order of calls, and the order of turns. A system message may come first, wherever it stood; what an assistant
 * says and calls in one turn has no order among itself; and a tool's result belongs to its call wherever it stands.
 * @returns indexes of client units
 */
export function movedUnits(
  matches: readonly Match[],
  client: readonly Unit[],
  upstream: readonly Unit[],
): ReadonlySet<number> {
  const inOrder = matches.toSorted((a, b) => a.client - b.client)
  const of = (lane: Lane) => inOrder.filter((match) => laneOf(client[match.client]) === lane)
  const place = (match: Match) => match.upstream
  const moved = new Set([...outOf(of('system'), place), ...outOf(of('said'), place), ...outOf(of('called'), place)])
  const turns = turnsOf(upstream)
  const others = inOrder.filter((match) => isInTurn(client[match.client]) && !moved.has(match.client))
  for (const index of outOf(others, (match) => turns[match.upstream] ?? 0)) moved.add(index)
  return moved
}

type Lane = 'system' | 'said' | 'called' | 'returned'

function laneOf(unit: Unit | undefined): Lane {
  if (unit?.role === 'system') return 'system'
  switch (unit?.kind) {
    case 'tool-call':
    case 'custom-tool-call':
      return 'called'
    case 'tool-output':
      return 'returned'
    default:
      return unit?.role === 'tool' ? 'returned' : 'said'
  }
}

function isInTurn(unit: Unit | undefined): boolean {
  const lane = laneOf(unit)
  return lane === 'said' || lane === 'called'
}

function outOf(matches: readonly Match[], rankOf: (match: Match) => number): readonly number[] {
  const out = outOfOrder(matches.map(rankOf))
  return matches.filter((_, index) => out.has(index)).map((match) => match.client)
}

/** For every unit, the number of its turn: units of one role that follow each other. System messages take no turn. */
function turnsOf(units: readonly Unit[]): readonly number[] {
  let turn = 0
  let speaker: Unit['role'] | undefined
  return units.map(({ role }) => {
    if (role !== 'system' && role !== speaker) {
      turn++
      speaker = role
    }
    return turn
  })
}
