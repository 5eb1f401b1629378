import type { SchemaObject } from 'ajv/dist/2020.js'
import { evidenceKinds } from '../contract.ts'
import { surfaces } from '../surface.ts'
import { phases } from './phase.ts'

/** The JSON Schema of an evidence list, shared by rules and model families. */
export const evidenceShape: SchemaObject = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    required: ['kind', 'source'],
    properties: {
      kind: { type: 'string', enum: evidenceKinds },
      source: { type: 'string', minLength: 1 },
      date: { type: 'string', pattern: '^20\\d\\d(-\\d\\d){0,2}$' },
      note: { type: 'string', minLength: 1 },
    },
    additionalProperties: false,
  },
}

const text: SchemaObject = { type: 'string', minLength: 1 }
const textOrNull: SchemaObject = { type: ['string', 'null'] }
const anySchema: SchemaObject = { type: 'object' }

const on: SchemaObject = {
  type: 'object',
  required: ['keyword'],
  properties: {
    keyword: { type: ['string', 'array'], minItems: 1, items: text },
    at: { type: 'string', pattern: '^(/.*)?$' },
    value: anySchema,
    parent: anySchema,
    limit: { type: 'number' },
  },
  additionalProperties: false,
}

const example: SchemaObject = {
  type: 'object',
  required: ['operation', 'refusal'],
  oneOf: [{ required: ['request'] }, { required: ['query'] }],
  properties: {
    operation: text,
    request: {},
    query: text,
    refusal: {
      type: 'object',
      required: ['message', 'param', 'code'],
      properties: { status: { type: 'integer' }, message: text, type: textOrNull, param: textOrNull, code: textOrNull },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
}

/** Whole, or like the entry of another provider that it names. */
function entry(required: readonly string[]): SchemaObject {
  return { type: 'object', if: { required: ['like'] }, else: { required } }
}

const like: SchemaObject = { type: 'string', pattern: '^[a-z0-9-]+/([a-z0-9.-]+|\\*)$' }
const except: SchemaObject = { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } }

const rule: SchemaObject = {
  ...entry(['id', 'title', 'phase', 'message', 'param', 'code', 'evidence', 'examples']),
  properties: {
    like,
    except,
    id: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
    title: text,
    phase: { type: 'string', enum: phases },
    surfaces: { type: 'array', minItems: 1, items: { type: 'string', enum: surfaces } },
    wording: { type: 'string', enum: ['modern', 'legacy'] },
    reasoning: { type: 'boolean' },
    on,
    when: anySchema,
    at: { type: 'string', pattern: '^/' },
    find: text,
    limits: { const: 'models.yaml' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    message: text,
    type: textOrNull,
    param: textOrNull,
    code: textOrNull,
    envelope: { type: 'string', enum: ['flat', 'rich'] },
    evidence: evidenceShape,
    examples: { type: 'array', items: example },
  },
  additionalProperties: false,
}

/** The JSON Schema of a `refusals.yaml`. */
export const ruleFileShape: SchemaObject = {
  type: 'object',
  required: ['rules'],
  properties: { rules: { type: 'array', minItems: 1, items: rule } },
  additionalProperties: false,
}

const plainValue: SchemaObject = { type: ['string', 'number', 'boolean'] }

const limit: SchemaObject = {
  type: 'object',
  required: ['rule', 'fields'],
  properties: {
    rule: text,
    fields: { type: 'array', minItems: 1, items: { type: 'string', pattern: '^/' } },
    unless: {
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: '^/' },
      additionalProperties: { type: 'array', minItems: 1, items: { type: ['string', 'number', 'boolean', 'null'] } },
    },
    except: plainValue,
    allowed: { type: 'array', minItems: 1, items: plainValue },
    refused: { type: 'array', minItems: 1, items: plainValue },
    maximum: { type: 'number' },
    use: text,
  },
  additionalProperties: false,
}

const family: SchemaObject = {
  ...entry(['id', 'names', 'wording', 'reasoning', 'evidence']),
  properties: {
    like,
    except,
    id: text,
    names: { type: 'array', minItems: 1, items: text },
    wording: { type: 'string', enum: ['modern', 'legacy'] },
    reasoning: { type: 'boolean' },
    limits: {
      type: 'object',
      properties: Object.fromEntries(
        surfaces.map((surface) => [surface, { type: 'array', minItems: 1, items: limit }]),
      ),
      additionalProperties: false,
    },
    evidence: evidenceShape,
  },
  additionalProperties: false,
}

/** The JSON Schema of a `models.yaml`. */
export const modelFileShape: SchemaObject = {
  type: 'object',
  required: ['families'],
  properties: { families: { type: 'array', minItems: 1, items: family } },
  additionalProperties: false,
}
