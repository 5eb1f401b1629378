import { leavesOf, sameJson } from '../leaves.ts'
import type { Pair } from '../pair.ts'
import type { Part, Unit } from './unit.ts'

/**
 * Pairs the conversation as the client sent it with the conversation as it arrived, by content and then by place, so that
 * one lost message does not make every later one look altered. What stays unpaired on either side is in no pair.
 */
export function alignUnits(client: readonly Unit[], upstream: readonly Unit[]): Pair[] {
  const board = { client: [...client], upstream: [...upstream] }
  return [
    ...take(board, (a, b) => a.role === b.role && sameUnit(a, b)),
    ...takeJoined(board),
    ...take(board, sameUnit),
    ...take(board, (a, b) => a.kind === b.kind && a.role === b.role && sameCall(a, b)),
    ...take(board, (a, b) => a.kind === b.kind && a.role === b.role),
  ]
}

interface Board {
  client: Unit[]
  upstream: Unit[]
}

/** Takes units off the board that fit, first with first. */
function take(board: Board, fits: (client: Unit, upstream: Unit) => boolean): Pair[] {
  const pairs: Pair[] = []
  board.client = board.client.filter((unit) => {
    const index = board.upstream.findIndex((candidate) => fits(unit, candidate))
    const [partner] = index === -1 ? [] : board.upstream.splice(index, 1)
    if (partner === undefined) return true
    pairs.push(...pairUnits(unit, partner))
    return false
  })
  return pairs
}

function sameUnit(a: Unit, b: Unit): boolean {
  return (
    a.kind === b.kind &&
    a.parts.every((part) =>
      samePart(
        part,
        b.parts.find(({ name }) => name === part.name),
      ),
    )
  )
}

/** A tool's output stays with its call, whatever happened to the text. */
function sameCall(a: Unit, b: Unit): boolean {
  const call = a.parts.find(({ name }) => name === 'call')
  return (
    call === undefined ||
    samePart(
      call,
      b.parts.find(({ name }) => name === 'call'),
    )
  )
}

function samePart(a: Part, b: Part | undefined): boolean {
  return b !== undefined && (sameJson(a.value, b.value) || isJoinedText(a.value, b.value))
}

/** A list of text parts says the same as one string of them. The reverse is not true: strict back ends refuse the list. */
function isJoinedText(client: unknown, upstream: unknown): boolean {
  if (!Array.isArray(client)) return false
  const texts = client.map((part: unknown) => textOf(part))
  if (texts.some((text) => text === undefined)) return false
  if (typeof upstream === 'string')
    return consume(
      upstream,
      texts.filter((text) => text !== undefined),
    )
  return Array.isArray(upstream) && sameJson(texts, upstream.map(textOf))
}

function textOf(part: unknown): string | undefined {
  return part !== null && typeof part === 'object' && 'text' in part && typeof part.text === 'string'
    ? part.text
    : undefined
}

/** Several texts of one role that arrived as one, in order, with nothing but white space between them. */
function takeJoined(board: Board): Pair[] {
  const pairs: Pair[] = []
  board.upstream = board.upstream.filter((unit) => {
    const candidates = board.client.filter((each) => each.kind === 'text' && each.role === unit.role)
    const count = unit.kind === 'text' ? joinedCount(textValue(unit), candidates.map(textValue)) : 0
    if (count === 0) return true
    const pieces = candidates.slice(0, count)
    board.client = board.client.filter((each) => !pieces.includes(each))
    pairs.push({
      client: pieces.flatMap((piece) => unitLeaves(piece)),
      upstream: unitLeaves(unit),
      same: true,
      note: 'joined',
    })
    return false
  })
  return pairs
}

function textValue(unit: Unit): string {
  const value = unit.parts.find(({ name }) => name === 'text')?.value
  return typeof value === 'string' ? value : ''
}

/** How many of the first `pieces` make up the whole text; 0 when they do not. */
function joinedCount(whole: string, pieces: readonly string[]): number {
  for (let count = 1; count <= pieces.length; count++) {
    if (consume(whole, pieces.slice(0, count))) return count
  }
  return 0
}

function consume(whole: string, pieces: readonly string[]): boolean {
  let rest = whole.trimStart()
  for (const piece of pieces) {
    const wanted = piece.trim()
    if (!rest.startsWith(wanted)) return false
    rest = rest.slice(wanted.length).trimStart()
  }
  return rest === ''
}

function unitLeaves(unit: Unit): string[] {
  const role = unit.rolePointer === undefined ? [] : [unit.rolePointer]
  return [...role, ...unit.structure, ...unit.parts.flatMap(partLeaves)]
}

function partLeaves(part: Part): string[] {
  return leavesOf(part.value).map((leaf) => `${part.pointer}${leaf.pointer}`)
}

function pairUnits(client: Unit, upstream: Unit): Pair[] {
  return [
    ...pairRoles(client, upstream),
    { client: client.structure, upstream: upstream.structure, same: true, note: 'structure' },
    ...client.parts.flatMap((part) => {
      const partner = upstream.parts.find(({ name }) => name === part.name)
      if (partner === undefined) return []
      return [{ client: partLeaves(part), upstream: partLeaves(partner), same: samePart(part, partner) }]
    }),
  ]
}

function pairRoles(client: Unit, upstream: Unit): Pair[] {
  return [
    {
      client: client.rolePointer === undefined ? [] : [client.rolePointer],
      upstream: upstream.rolePointer === undefined ? [] : [upstream.rolePointer],
      same: client.role === upstream.role,
    },
  ]
}
