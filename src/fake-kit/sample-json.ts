import { isRecord, valueAt } from '../contract/pointer.ts'

/** Deeper than this a recursive schema is answered with null. */
const maximumDepth = 8

/**
 * A value that fits a JSON Schema, as far as structure goes: types, enums, required and optional members, first
 * branches of unions, local references, minimum counts. The same schema gives the same value.
 */
export function sampleOf(schema: unknown): unknown {
  return sample(schema, schema, 0)
}

function sample(schema: unknown, root: unknown, depth: number): unknown {
  if (!isRecord(schema) || depth > maximumDepth) return null
  const inner = (part: unknown) => sample(part, root, depth + 1)
  if ('const' in schema) return schema['const']
  if (Array.isArray(schema['enum'])) return schema['enum'][0]
  if (typeof schema['$ref'] === 'string') return inner(valueAt(root, schema['$ref'].replace(/^#/, '')))
  const union = [schema['anyOf'], schema['oneOf'], schema['allOf']].find(Array.isArray)
  if (union !== undefined) return inner(union[0])
  switch (typeOf(schema)) {
    case 'object':
      return Object.fromEntries(membersOf(schema).map(([name, part]) => [name, inner(part)]))
    case 'array':
      return Array.from({ length: Math.max(1, numberOf(schema['minItems'])) }, () => inner(schema['items']))
    case 'string':
      return 'sample'.padEnd(numberOf(schema['minLength']), '.')
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

function numberOf(bound: unknown): number {
  return typeof bound === 'number' ? bound : 0
}
