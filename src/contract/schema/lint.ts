import { below, type Cursor, members, namesIn, placeOf } from '../document/cursor.ts'
import { Fault } from '../fault.ts'
import { isRecord } from '../pointer.ts'
import { nameHint } from '../suggest.ts'
import { keywords, ownKeywords } from './keywords.ts'
import { type SchemaVisit, schemasIn } from './walk.ts'

/** What is wrong with a schema as it is written, before anything is compiled. */
export function lintSchema(root: Cursor): Fault[] {
  return schemasIn(root).flatMap(lintOne)
}

function lintOne(visit: SchemaVisit): Fault[] {
  const { at } = visit
  if (typeof at.value === 'boolean') return []
  if (!isRecord(at.value)) {
    return [schemaFault(at, 'a schema must be a mapping, true or false', 'Write a mapping of JSON Schema keywords.')]
  }
  return [
    ...unknownKeywords(at),
    ...openObject(visit),
    ...looseUnion(at),
    ...absentRequired(at),
    ...emptyOwnKeywords(at),
  ]
}

function unknownKeywords(at: Cursor): Fault[] {
  return namesIn(at)
    .filter((keyword) => !keywords.includes(keyword))
    .map(
      (keyword) =>
        new Fault('E_CONTRACT_KEYWORD', `unknown keyword "${keyword}" in a schema`, {
          place: placeOf(below(at, keyword), { key: true }),
          hint: nameHint(keyword, keyword.startsWith('x-') ? ownKeywords : keywords),
        }),
    )
}

const applicators = ['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'const', 'enum']

function openObject({ at, inPlace }: SchemaVisit): Fault[] {
  const schema = at.value
  if (inPlace || !isRecord(schema) || !describesObject(schema)) return []
  // Of a union by tag, each branch closes itself.
  const isClosed = [schema['additionalProperties'], schema['unevaluatedProperties']].includes(false) || isTagged(schema)
  if (isClosed || schema['x-open'] !== undefined) return []
  return [
    new Fault('E_CONTRACT_OPEN_OBJECT', 'an object accepts members that nobody described', {
      place: placeOf(at, { key: true }),
      hint: 'Add "additionalProperties: false", or say why it is open with "x-open: <reason>".',
    }),
  ]
}

/** A type alone, where a reference or a branch says the rest, describes nothing that could be closed here. */
function describesObject(schema: Readonly<Record<string, unknown>>): boolean {
  if (schema['properties'] !== undefined || schema['patternProperties'] !== undefined) return true
  if (isRecord(schema['additionalProperties'])) return true
  const types = [schema['type']].flat()
  return types.includes('object') && !applicators.some((keyword) => schema[keyword] !== undefined)
}

function isTagged(schema: Readonly<Record<string, unknown>>): boolean {
  return schema['discriminator'] !== undefined && Array.isArray(schema['oneOf'])
}

/**
 * Without a tag a fault in a union would be as many faults as it has branches. Branches that only demand members are
 * told apart by that.
 */
function looseUnion(at: Cursor): Fault[] {
  return ['anyOf', 'oneOf'].flatMap((keyword) => {
    const union = below(at, keyword)
    if (!Array.isArray(union.value) || below(at, 'discriminator').value !== undefined) return []
    if (union.value.every(isDemandOnly)) return []
    return [
      new Fault('E_CONTRACT_UNION', `"${keyword}" without a discriminator`, {
        place: placeOf(union, { key: true }),
        hint: 'Use "oneOf" with "discriminator: { propertyName: … }", a list of types, or "if", "then" and "else".',
      }),
    ]
  })
}

function isDemandOnly(branch: unknown): boolean {
  return isRecord(branch) && Object.keys(branch).every((keyword) => keyword === 'required' || keyword === 'not')
}

function absentRequired(at: Cursor): Fault[] {
  const properties = below(at, 'properties').value
  if (!isRecord(properties) || below(at, 'additionalProperties').value !== false) return []
  return members(below(at, 'required'))
    .filter((name) => !Object.hasOwn(properties, String(name.value)))
    .map((name) =>
      schemaFault(
        name,
        `"${name.value}" is required but not described`,
        nameHint(String(name.value), Object.keys(properties)),
      ),
    )
}

function emptyOwnKeywords(at: Cursor): Fault[] {
  return ['x-open', 'x-expected'].flatMap((keyword) => {
    const { value, ...where } = below(at, keyword)
    if (value === undefined || (typeof value === 'string' && value.trim() !== '')) return []
    return [schemaFault({ ...where, value }, `"${keyword}" must be a text`, 'Say it in a few words.')]
  })
}

function schemaFault(at: Cursor, message: string, hint: string): Fault {
  return new Fault('E_CONTRACT_SCHEMA', message, { place: placeOf(at), hint })
}
