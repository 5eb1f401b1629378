import { isRecord } from '../../../contract/pointer.ts'
import type { JsonObject } from '../json.ts'
import { malformed } from '../refusal.ts'

/** The member that is being rewritten. */
export interface Member {
  readonly name: string
  /** As the client would write it: `messages[0].content`. */
  readonly at: string
  /** Collects, in the same notation, what has no counterpart. */
  readonly lost: string[]
}

/** The members that one member becomes. */
export type Rewrite = (value: unknown, member: Member) => JsonObject

/** What becomes of each member of an object, by name. A member that is not listed has no counterpart. */
export type Rewrites = Readonly<Record<string, Rewrite>>

/** What becomes of an object, by its `type`. */
export type TaggedRewrites = Readonly<Record<string, Rewrites>>

/** The same name, the same value. */
export const keep: Rewrite = (value, { name }) => ({ [name]: value })

/** The gateway itself does what the member asks for. */
export const served: Rewrite = () => ({})

/** Another name. */
export function rename(name: string): Rewrite {
  return (value) => ({ [name]: value })
}

/** The same name, but this value: for tags. */
export function become(tag: string): Rewrite {
  return (_value, { name }) => ({ [name]: tag })
}

/** Into the object `parent`, beside what others put there. */
export function into(parent: string, name: string): Rewrite {
  return (value) => ({ [parent]: { [name]: value } })
}

/** Where `null` says nothing and is not taken, it is left out. */
export function unlessNull(rule: Rewrite): Rewrite {
  return (value, member) => (value === null ? {} : rule(value, member))
}

/** A field that may only say what the other surface does anyway. */
export function only(isDefault: (value: unknown) => boolean): Rewrite {
  return (value, { at, lost }) => {
    if (value !== null && !isDefault(value)) lost.push(at)
    return {}
  }
}

/** An object whose members take its place. */
export function lift(rewrites: Rewrites): Rewrite {
  return (value, { at, lost }) => rewrite(objectAt(value, at), rewrites, at, lost)
}

/** Rewrites an object member by member. `null` and empty lists say nothing, so that nothing is lost with them. */
export function rewrite(source: JsonObject, rewrites: Rewrites, at: string, lost: string[]): JsonObject {
  let result: JsonObject = {}
  for (const [name, value] of Object.entries(source)) {
    const member = { name, at: at === '' ? name : `${at}.${name}`, lost }
    const rule = Object.hasOwn(rewrites, name) ? rewrites[name] : undefined
    if (rule) result = merge(result, rule(value, member))
    else if (!saysNothing(value)) lost.push(member.at)
  }
  return result
}

/** Rewrites an object by its `type`; one of an unlisted type has no counterpart and becomes `undefined`. */
export function rewriteTagged(
  value: unknown,
  kinds: TaggedRewrites,
  at: string,
  lost: string[],
): JsonObject | undefined {
  const source = objectAt(value, at)
  const tag = source['type']
  const rewrites = typeof tag === 'string' && Object.hasOwn(kinds, tag) ? kinds[tag] : undefined
  if (rewrites) return rewrite(source, rewrites, at, lost)
  lost.push(at)
  return undefined
}

export function rewriteList(value: unknown, kinds: TaggedRewrites, at: string, lost: string[]): JsonObject[] {
  return listAt(value, at)
    .map((item, index) => rewriteTagged(item, kinds, `${at}[${index}]`, lost))
    .filter((item) => item !== undefined)
}

/** @throws GatewayRefusal 400 */
export function objectAt(value: unknown, at: string): JsonObject {
  if (!isRecord(value)) throw malformed(`'${at}' must be an object.`, at)
  return value
}

/** @throws GatewayRefusal 400 */
export function listAt(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(`'${at}' must be a list.`, at)
  return value
}

function saysNothing(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0)
}

/** One level deep: two rewrites may fill the same object. */
function merge(target: JsonObject, addition: JsonObject): JsonObject {
  const merged = { ...target }
  for (const [name, value] of Object.entries(addition)) {
    const before = merged[name]
    merged[name] = isRecord(before) && isRecord(value) ? { ...before, ...value } : value
  }
  return merged
}
