import { isRecord, valueAt } from '../contract/pointer.ts'

/** Deeper than this a recursive schema is answered with null. */
const maximumDepth = 8

/** A schema of a few bytes may ask for gigabytes: above so many values, or letters of one text, it gets fewer. */
const maximumSize = 10_000

interface Sampling {
  readonly root: unknown
  /** How many values may still be made. */
  left: number
}

/**
 * A value that fits a JSON Schema, as far as structure goes: types, enums, required and optional members, first
 * branches of unions, local references, minimum counts. The same schema gives the same value.
 */
export function sampleOf(schema: unknown): unknown {
  return sample(schema, { root: schema, left: maximumSize }, 0)
}

function sample(schema: unknown, sampling: Sampling, depth: number): unknown {
  if (!isRecord(schema) || depth > maximumDepth || sampling.left <= 0) return null
  sampling.left -= 1
  const inner = (part: unknown) => sample(part, sampling, depth + 1)
  if ('const' in schema) return schema['const']
  if (Array.isArray(schema['enum'])) return schema['enum'][0] ?? null
  if (typeof schema['$ref'] === 'string') return inner(valueAt(sampling.root, schema['$ref'].replace(/^#/, '')))
  const union = [schema['anyOf'], schema['oneOf'], schema['allOf']].find(Array.isArray)
  if (union !== undefined) return inner(union[0])
  switch (typeOf(schema)) {
    case 'object':
      return Object.fromEntries(membersOf(schema).map(([name, part]) => [name, inner(part)]))
    case 'array':
      return Array.from({ length: atMost(sampling.left, schema['minItems']) }, () => inner(schema['items']))
    case 'string':
      return 'sample'.padEnd(atMost(maximumSize, schema['minLength']), '.')
    case 'integer':
      return Math.ceil(numberOf(schema['minimum']))
    case 'number':
      return numberOf(schema['minimum'])
    case 'boolean':
      return true
    default:
      return null
  }
}

function typeOf(schema: Readonly<Record<string, unknown>>): unknown {
  const { type } = schema
  if (type === undefined) return 'properties' in schema ? 'object' : undefined
  return Array.isArray(type) ? type[0] : type
}

function membersOf(schema: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return isRecord(schema['properties']) ? Object.entries(schema['properties']) : []
}

/** As many as the schema asks for, within bounds. */
function atMost(bound: number, wanted: unknown): number {
  return Math.max(1, Math.min(bound, numberOf(wanted)))
}

function numberOf(bound: unknown): number {
  return typeof bound === 'number' ? bound : 0
}
