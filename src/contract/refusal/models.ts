import { isRecord, type Pointer, pathOf, valueAt } from '../pointer.ts'
import type { Surface } from '../surface.ts'
import { placesOf } from './pointer-pattern.ts'
import type { ModelFamily, ModelLimit } from './written.ts'

/** Finds the family of a model name; the first whose names fit. */
export function familyFinder(families: readonly ModelFamily[]): (model: string) => ModelFamily | undefined {
  const patterns = families.map((family) => ({ family, names: namesPattern(family.names) }))
  const known = new Map<string, ModelFamily | undefined>()
  return (model) => {
    if (known.has(model)) return known.get(model)
    const family = patterns.find(({ names }) => names.test(model))?.family
    if (known.size < rememberedModels) known.set(model, family)
    return family
  }
}

/** Few models are asked for, but a client may write anything in their place. */
const rememberedModels = 256

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
  const fields = limit.fields.map(pathOf)
  return {
    limit,
    exceeded(body) {
      // Most limits are about fields that most requests do not have, or keep: no pointer is written for those.
      const suspects = fields.filter((steps) => mayExceed(limit, body, steps))
      if (suspects.length === 0 || isSpared(limit, body)) return nowhere
      return suspects
        .flatMap((steps) => placesOf(body, steps))
        .filter((pointer) => exceeds(limit, valueAt(body, pointer)))
    },
  }
}

const nowhere: readonly Pointer[] = []

/** Exact for a field of the request itself; of what lies deeper only whether its field is there. */
function mayExceed(limit: ModelLimit, body: unknown, [name, deeper]: readonly string[]): boolean {
  if (name === undefined || !isRecord(body) || !Object.hasOwn(body, name)) return false
  return deeper !== undefined || name === '*' || exceeds(limit, body[name])
}

function exceeds(limit: ModelLimit, value: unknown): boolean {
  if (value === null || value === undefined || value === limit.except) return false
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
