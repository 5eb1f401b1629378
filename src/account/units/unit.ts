import { isRecord, type Pointer } from '../../contract/pointer.ts'
import { sameJson } from '../leaves.ts'
import { type Placed, pointersIn } from '../pair-values.ts'

/** What one piece of a conversation is, whatever surface carries it. `item`: what only one surface has. */
export type UnitKind =
  | 'text'
  | 'refusal'
  | 'image'
  | 'file'
  | 'audio'
  | 'tool-call'
  | 'custom-tool-call'
  | 'tool-output'
  | 'reasoning'
  | 'item'

/** `system` and `developer` say the same to different model families; gateways rename one into the other. */
export type UnitRole = 'system' | 'user' | 'assistant' | 'tool' | 'unknown'

/** One value of a unit, under the name it has on every surface. */
export interface Part extends Placed {
  readonly name: string
  /** The leaves it was read from, where these are not all that stands at `pointer`. */
  readonly leaves?: readonly Pointer[]
}

/** A piece of a conversation with the leaves it was read from. */
export interface Unit {
  readonly kind: UnitKind
  readonly role: UnitRole
  readonly rolePointer?: Pointer
  readonly parts: readonly Part[]
  /** Leaves that only say what the unit is: types, ids that a surface mints, empty lists. */
  readonly structure: readonly Pointer[]
}

/** The conversation of a request body, in order. */
export type UnitReader = (body: unknown) => readonly Unit[]

/** What a content part of one `type` is, and which of its members are the parts of a unit. */
export interface ContentKind {
  readonly kind: UnitKind
  /** The member that holds them; absent: the content part itself. */
  readonly inner?: string
  readonly parts: readonly PartName[]
}

/** `[part name, member name]`, or one word for both. */
export type PartName = string | readonly [part: string, member: string]

export function toUnitRole(role: unknown): UnitRole {
  switch (role) {
    case 'system':
    case 'developer':
      return 'system'
    case 'user':
    case 'assistant':
    case 'tool':
      return role
    default:
      return 'unknown'
  }
}

/** The pointer of `member` where it is present, under the name that a unit has for it. */
export function roleOf(source: Readonly<Record<string, unknown>>, at: Pointer): Pick<Unit, 'role' | 'rolePointer'> {
  const role = toUnitRole(source['role'])
  return Object.hasOwn(source, 'role') ? { role, rolePointer: `${at}/role` } : { role }
}

/** Parts for those `names` of `source` that are present. */
export function partsOf(source: unknown, at: Pointer, names: readonly PartName[]): Part[] {
  if (!isRecord(source)) return []
  return names.flatMap((entry) => {
    const [name, member] = typeof entry === 'string' ? [entry, entry] : entry
    return Object.hasOwn(source, member) ? [{ name, pointer: `${at}/${member}`, value: source[member] }] : []
  })
}

/** Pointers of the leaves of those `members` of `source` that are present. */
export function structureOf(source: unknown, at: Pointer, members: readonly string[]): Pointer[] {
  if (!isRecord(source)) return []
  return members.flatMap((member) =>
    Object.hasOwn(source, member) ? pointersIn({ pointer: `${at}/${member}`, value: source[member] }) : [],
  )
}

export function partOf(unit: Unit, name: string): Part | undefined {
  return unit.parts.find((part) => part.name === name)
}

/** The text of a unit of text; empty for any other. */
export function textOf(unit: Unit): string {
  const value = unit.kind === 'text' ? partOf(unit, 'text')?.value : undefined
  return typeof value === 'string' ? value : ''
}

/** The same piece said by the same role, whatever surfaces they were read from. */
export function sameUnit(a: Unit, b: Unit): boolean {
  if (a.kind !== b.kind || a.role !== b.role || a.parts.length !== b.parts.length) return false
  return a.parts.every((part) => {
    const partner = partOf(b, part.name)
    return partner !== undefined && sameJson(part.value, partner.value)
  })
}

export function partLeaves(part: Part): readonly Pointer[] {
  return part.leaves ?? pointersIn(part)
}

/** Pointers of everything a unit was read from. */
export function unitLeaves(unit: Unit): Pointer[] {
  const role = unit.rolePointer === undefined ? [] : [unit.rolePointer]
  return [...role, ...unit.structure, ...unit.parts.flatMap(partLeaves)]
}
