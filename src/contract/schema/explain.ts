import type { ErrorObject } from 'ajv/dist/2020.js'
import type { Violation } from '../contract.ts'
import type { Pointer } from '../pointer.ts'
import { type TagsOf, violationOf } from './violation.ts'

/** One violation per mistake: the most telling one at each pointer, in the order in which Ajv met them. */
export function explain(errors: readonly ErrorObject[], tagsOf: TagsOf): Violation[] {
  const byPointer = new Map<string, Violation>()
  for (const error of errors) {
    const violation = violationOf(error, tagsOf)
    if (violation === undefined) continue
    const known = byPointer.get(violation.pointer)
    if (known === undefined || weight(violation) < weight(known)) byPointer.set(violation.pointer, violation)
  }
  const all = [...byPointer.values()]
  return withoutVagueUnions(all)
}

/** A value of the wrong type also misses every choice and bound; a tag that is unknown also fits no branch. */
function weight(violation: Violation): number {
  return ['type', 'required', 'enum', 'discriminator'].indexOf(violation.keyword) + 1 || 9
}

const unions: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'not'])

/** That no branch fits says nothing when the branches themselves have spoken. */
function withoutVagueUnions(all: readonly Violation[]): Violation[] {
  const spokenFor = new Set(all.flatMap(({ pointer }) => ancestorsOf(pointer)))
  return all.filter(({ keyword, pointer }) => !unions.has(keyword) || !spokenFor.has(pointer))
}

/** The pointers of everything that a value stands in. */
function ancestorsOf(pointer: Pointer): readonly Pointer[] {
  return [...pointer.matchAll(/\//g)].map(({ index }) => pointer.slice(0, index))
}
