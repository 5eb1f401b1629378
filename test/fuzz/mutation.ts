import fc from 'fast-check'
import { type Pointer, pathOf, pointerOf } from '../../src/contract/pointer.ts'

/** One change to a JSON value: a part of it becomes something else, disappears, or gets a member more. */
export type Mutation =
  | { readonly kind: 'replace'; readonly at: number; readonly value: unknown }
  | { readonly kind: 'remove'; readonly at: number }
  | { readonly kind: 'add'; readonly at: number; readonly name: string; readonly value: unknown }

/** Values that lie on the borders of what contracts say. */
const border = fc.constantFrom<unknown>(
  null,
  '',
  0,
  -1,
  1.5,
  1e300,
  2 ** 53,
  true,
  [],
  {},
  [null],
  [[]],
  [{}],
  'a'.repeat(300),
  '\0',
  '\ud800',
  { toString: null, valueOf: null },
)

const value = fc.oneof(border, fc.jsonValue({ maxDepth: 3 }))

/** @param names that a new member may have, besides any text */
export function mutations(names: readonly string[]): fc.Arbitrary<readonly Mutation[]> {
  const name = fc.oneof(fc.constantFrom(...names, '__proto__', 'constructor', 'metadata'), fc.string())
  const at = fc.nat()
  const mutation: fc.Arbitrary<Mutation> = fc.oneof(
    fc.record({ kind: fc.constant('replace' as const), at, value }),
    fc.record({ kind: fc.constant('remove' as const), at }),
    fc.record({ kind: fc.constant('add' as const), at, name, value }),
  )
  return fc.array(mutation, { minLength: 1, maxLength: 4 })
}

export function mutated(body: unknown, changes: readonly Mutation[]): unknown {
  return changes.reduce((changed, change) => {
    const places = placesIn(changed)
    return apply(changed, pathOf(places[change.at % places.length] ?? ''), change)
  }, body)
}

/** The pointer of the value itself and of every value in it. */
function placesIn(part: unknown, at: Pointer = ''): readonly Pointer[] {
  if (part === null || typeof part !== 'object') return [at]
  return [at, ...Object.entries(part).flatMap(([step, inner]) => placesIn(inner, at + pointerOf([step])))]
}

function apply(part: unknown, path: readonly string[], change: Mutation): unknown {
  const [step, ...rest] = path
  if (step === undefined) return changedPart(part, change)
  const changed = apply(Reflect.get(Object(part), step), rest, change)
  const others = Object.entries(Object(part)).filter(([name]) => name !== step)
  const gone = rest.length === 0 && change.kind === 'remove'
  if (Array.isArray(part))
    return part.flatMap((item, index) => (String(index) !== step ? [item] : gone ? [] : [changed]))
  return Object.fromEntries(gone ? others : [...others, [step, changed]])
}

function changedPart(part: unknown, change: Mutation): unknown {
  switch (change.kind) {
    case 'replace':
      return change.value
    case 'remove':
      return null
    case 'add':
      if (Array.isArray(part)) return [...part, change.value]
      return Object.fromEntries([...Object.entries(Object(part)), [change.name, change.value]])
  }
}
