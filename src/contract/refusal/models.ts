import { isRecord, type Pointer, pathOf, valueAt } from '../pointer.ts'
import type { Surface } from '../surface.ts'
import { placesOf } from './pointer-pattern.ts'
import type { ModelFamily, ModelLimit } from './written.ts'

/** Finds the family of a model name; the first whose names fit. */
export function familyFinder(families: readonly ModelFamily[]): (model: string) => ModelFamily | undefined {
  const patterns = families.map((family) => ({ family, names: namesPattern(family.names) }))
  return (model) => patterns.find(({ names }) => names.test(model))?.family
}

function namesPattern(names: readonly string[]): RegExp {
  const escaped = names.map((name) => name.replace(/[\\^$.+?()[\]{}|]/g, '\\$&').replaceAll('*', '.*'))
  return new RegExp(`^(?:${escaped.join('|')})$`, 's')
}

/** A limit that is ready to look at bodies. */
export interface CompiledLimit {
  readonly limit: ModelLimit
  /** Where a body exceeds it. Total: any JSON value may come. */
  exceeded(body: unknown): readonly Pointer[]
}

/** The limits of a family on a surface, in the order of the file. */
export function limitsOf(family: ModelFamily | undefined, surface: Surface | undefined): CompiledLimit[] {
  const limits = (surface && family?.limits?.[surface]) ?? []
  return limits.map(compileLimit)
}

function compileLimit(limit: ModelLimit): CompiledLimit {
  const places = limit.fields.map(compileField)
  return {
    limit,
    exceeded: (body) =>
      places.flatMap((find) => find(body).filter((pointer) => exceeds(limit, body, valueAt(body, pointer)))),
  }
}

const nowhere: readonly Pointer[] = []

/** Most limits are about a field of the request and most requests do not have it, so that this is one look-up. */
function compileField(field: string): (body: unknown) => readonly Pointer[] {
  const [name, ...deeper] = pathOf(field)
  if (name === undefined || name === '*') return (body) => placesOf(body, field)
  const here = [field]
  return (body) => {
    if (!isRecord(body) || !Object.hasOwn(body, name)) return nowhere
    return deeper.length === 0 ? here : placesOf(body, field)
  }
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
