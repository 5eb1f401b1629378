import { isRecord, type Pointer } from '../../contract/pointer.ts'
import { leavesOf } from '../leaves.ts'

/** What one piece of a conversation is, whatever surface carries it. */
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

/** `system` and `developer` say the same to different model families; gateways rename one into the other. */
export type UnitRole = 'system' | 'user' | 'assistant' | 'tool' | 'unknown'

/** One value of a unit, under the name it has on every surface. */
export interface Part {
  readonly name: string
  readonly pointer: Pointer
  readonly value: unknown
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

/** Parts for those `names` of `source` that are present; `[part name, member name]`, or one word for both. */
export function partsOf(
  source: unknown,
  at: Pointer,
  names: readonly (string | readonly [part: string, member: string])[],
): Part[] {
  if (!isRecord(source)) return []
  return names.flatMap((entry) => {
    const [name, member] = typeof entry === 'string' ? [entry, entry] : entry
    return source[member] === undefined ? [] : [{ name, pointer: `${at}/${member}`, value: source[member] }]
  })
}

/** Pointers of the leaves of those `members` of `source` that are present. */
export function structureOf(source: unknown, at: Pointer, members: readonly string[]): Pointer[] {
  if (!isRecord(source)) return []
  return members.flatMap((member) => leavesOf(source[member], []).map((leaf) => `${at}/${member}${leaf.pointer}`))
}
