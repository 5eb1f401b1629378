import type { ErrorObject } from 'ajv/dist/2020.js'
import type { Violation } from '../contract.ts'
import { isRecord, pointerOf } from '../pointer.ts'
import { textLength } from './text-length.ts'
import { expectedWords, gotWords } from './type-words.ts'

/** The tags of a discriminated union, in the order of its branches. */
export type TagsOf = (union: unknown) => readonly string[]

/**
 * What an Ajv error says, as a violation; `undefined` for one that only repeats another.
 * `unevaluatedProperties` and a `false` schema become `additionalProperties`, `const` becomes `enum`: to a provider they
 * are the same fault.
 */
export function violationOf(error: ErrorObject, tagsOf: TagsOf): Violation | undefined {
  if (error.propertyName !== undefined) return badName(error, error.propertyName)
  if (repeating.has(error.keyword)) return undefined
  if (error.keyword === 'discriminator') return badTag(error, tagsOf)
  const read = Object.hasOwn(readers, error.keyword) ? readers[error.keyword] : undefined
  return read?.(error) ?? violation(error.keyword, error.instancePath, error.message ?? 'is not allowed', error.params)
}

/** Errors that come with the errors of a branch, which say more. */
const repeating: ReadonlySet<string> = new Set(['if', 'propertyNames'])

type Reader = (error: ErrorObject) => Violation

const readers: Readonly<Record<string, Reader>> = {
  additionalProperties: (error) => unknownMember(error, error.params['additionalProperty']),
  unevaluatedProperties: (error) => unknownMember(error, error.params['unevaluatedProperty']),
  'false schema': (error) => violation('additionalProperties', error.instancePath, 'unknown field', { known: [] }),
  required: missingMember,
  dependentRequired: missingMember,
  type: (error) => wrongType(error.instancePath, expectedWords(error.parentSchema), error.data),
  enum: (error) => wrongChoice('enum', error.instancePath, error.data, choicesOf(error.params['allowedValues'])),
  const: (error) => wrongChoice('enum', error.instancePath, error.data, [error.params['allowedValue']]),
  minimum: (error) => outOfBounds(error, 'below'),
  exclusiveMinimum: (error) => outOfBounds(error, 'below'),
  maximum: (error) => outOfBounds(error, 'above'),
  exclusiveMaximum: (error) => outOfBounds(error, 'above'),
  minLength: (error) => wrongSize(error, 'characters'),
  maxLength: (error) => wrongSize(error, 'characters'),
  minItems: (error) => wrongSize(error, 'items'),
  maxItems: (error) => wrongSize(error, 'items'),
  minProperties: (error) => wrongSize(error, 'members'),
  maxProperties: (error) => wrongSize(error, 'members'),
  pattern: (error) =>
    violation('pattern', error.instancePath, `does not match ${error.params['pattern']}`, {
      pattern: error.params['pattern'],
    }),
}

function violation(keyword: string, pointer: string, message: string, params: Violation['params']): Violation {
  return { keyword, pointer, message, params }
}

function unknownMember(error: ErrorObject, name: unknown): Violation {
  const properties = error.parentSchema?.['properties']
  const known = isRecord(properties) ? Object.keys(properties) : []
  return violation('additionalProperties', error.instancePath + pointerOf([String(name)]), 'unknown field', { known })
}

function missingMember(error: ErrorObject): Violation {
  return missing(error.instancePath, String(error.params['missingProperty']))
}

function missing(parent: string, name: string): Violation {
  return violation('required', parent + pointerOf([name]), 'required field is missing', {})
}

function wrongType(pointer: string, expected: string, value: unknown): Violation {
  return violation('type', pointer, `expected ${expected}, got ${gotWords(value)}`, { expected })
}

function wrongChoice(keyword: string, pointer: string, value: unknown, allowedValues: readonly unknown[]): Violation {
  const choices = allowedValues.map((choice) => JSON.stringify(choice)).join(', ')
  return violation(keyword, pointer, `${JSON.stringify(value)} is not one of ${choices}`, { allowedValues })
}

function choicesOf(values: unknown): readonly unknown[] {
  return Array.isArray(values) ? values : []
}

function outOfBounds(error: ErrorObject, side: 'below' | 'above'): Violation {
  const { limit, comparison } = error.params
  const isInteger = [error.parentSchema?.['type']].flat().includes('integer')
  return violation(error.keyword, error.instancePath, `must be ${comparison} ${limit}`, {
    limit,
    comparison,
    side,
    number: isInteger ? 'integer' : 'decimal',
  })
}

function wrongSize(error: ErrorObject, unit: string): Violation {
  const { limit } = error.params
  const actual = sizeOf(error.data)
  const bound = error.keyword.startsWith('min') ? 'at least' : 'at most'
  return violation(error.keyword, error.instancePath, `has ${actual} ${unit}, must have ${bound} ${limit}`, {
    limit,
    actual,
  })
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return textLength(value)
  if (Array.isArray(value)) return value.length
  return isRecord(value) ? Object.keys(value).length : 0
}

/** A fault in the name of a member, not in its value. */
function badName(error: ErrorObject, name: string): Violation {
  const { limit } = error.params
  return violation(
    'propertyNames',
    error.instancePath + pointerOf([name]),
    `field name ${error.message ?? 'is not allowed'}`,
    {
      failed: error.keyword,
      limit,
      actual: textLength(name),
    },
  )
}

/** A union by tag: the tag is absent, no text, or names no branch. */
function badTag(error: ErrorObject, tagsOf: TagsOf): Violation {
  const tag = String(error.params['tag'])
  const value: unknown = error.params['tagValue']
  if (value === undefined) return missing(error.instancePath, tag)
  const pointer = error.instancePath + pointerOf([tag])
  if (typeof value !== 'string') return wrongType(pointer, 'a string', value)
  return wrongChoice('discriminator', pointer, value, tagsOf(error.parentSchema))
}
