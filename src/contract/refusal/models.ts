import { type Pointer, valueAt } from '../pointer.ts'
import type { Surface } from '../surface.ts'
import { placesOf } from './pointer-pattern.ts'
import type { ModelFamily, ModelLimit } from './written.ts'

/** Finds the family of a model name; the first whose names fit. */
export function familyFinder(families: readonly ModelFamily[]): (model: string) => ModelFamily | undefined {
  const patterns = families.map((family) => ({ family, names: family.names.map(namePattern) }))
  return (model) => patterns.find(({ names }) => names.some((name) => name.test(model)))?.family
}

function namePattern(name: string): RegExp {
  const pieces = name.split('*').map((piece) => piece.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${pieces.join('.*')}$`)
}

export interface ExceededLimit {
  readonly limit: ModelLimit
  readonly pointer: Pointer
}

/** Every limit of the family that the body exceeds, in the order of the file. */
export function exceededLimits(family: ModelFamily, surface: Surface | undefined, body: unknown): ExceededLimit[] {
  const limits = (surface && family.limits?.[surface]) ?? []
  return limits.flatMap((limit) => {
    const pointers = limit.fields.flatMap((field) => placesOf(body, field))
    return pointers
      .filter((pointer) => exceeds(limit, body, valueAt(body, pointer)))
      .map((pointer) => ({ limit, pointer }))
  })
}

function exceeds(limit: ModelLimit, body: unknown, value: unknown): boolean {
  if (value === null || value === undefined || value === limit.except) return false
  if (isSpared(limit, body)) return false
  if (limit.maximum !== undefined && !(typeof value === 'number' && value > limit.maximum)) return false
  if (limit.allowed?.some((allowed) => allowed === value)) return false
  return limit.refused === undefined || limit.refused.some((refused) => refused === value)
}

function isSpared(limit: ModelLimit, body: unknown): boolean {
  return Object.entries(limit.unless ?? {}).some(([pointer, values]) => {
    const found = valueAt(body, pointer) ?? null
    return values.some((value) => value === found)
  })
}
