import { isRecord, type Pointer } from '../pointer.ts'
import type { Condition, Found } from './find.ts'
import { plainWords, valueWords } from './value-words.ts'

/** Conditions over the JSON Schemas that a request holds, by the name that a rule's `find` gives. */
export const schemaConditions: Readonly<Record<string, Condition>> = {
  'strict-function-open': {
    says: 'an object in the parameters of a strict function does not say additionalProperties: false',
    about: ['tools'],
    find: (body) => functionSchemas(body).filter(isStrict).flatMap(firstOpenObject),
  },
  'strict-function-optional': {
    says: 'an object in the parameters of a strict function does not require each of its properties',
    about: ['tools'],
    find: (body) => functionSchemas(body).filter(isStrict).flatMap(firstOptional),
  },
  'function-not-an-object': {
    says: 'the parameters of a function are not of type object',
    about: ['tools'],
    find: (body) => functionSchemas(body).flatMap(otherRootType),
  },
  'function-without-properties': {
    says: 'the parameters of a function are of type object and have no properties',
    about: ['tools'],
    find: (body) => functionSchemas(body).flatMap(rootWithoutProperties),
  },
  'function-array-without-items': {
    says: 'an array in the parameters of a function has no items',
    about: ['tools'],
    find: (body) => functionSchemas(body).flatMap(firstArrayWithoutItems),
  },
  'strict-format-open': {
    says: 'an object in the schema of a strict answer does not say additionalProperties: false',
    about: ['response_format', 'text'],
    find: (body) => formatSchemas(body).filter(isStrict).flatMap(firstOpenObject),
  },
  'strict-format-optional': {
    says: 'an object in the schema of a strict answer does not require each of its properties',
    about: ['response_format', 'text'],
    find: (body) => formatSchemas(body).filter(isStrict).flatMap(firstOptional),
  },
}

/** A JSON Schema that the caller wrote, with the name under which it sends it. */
interface CallerSchema {
  readonly pointer: Pointer
  readonly name: string
  readonly strict: boolean
  readonly schema: Schema
}

type Schema = Readonly<Record<string, unknown>>

function isStrict({ strict }: CallerSchema): boolean {
  return strict
}

/** Of a chat request a function stands inside its tool, of a Responses request it is the tool. */
function functionSchemas(body: unknown): CallerSchema[] {
  const tools = isRecord(body) && Array.isArray(body['tools']) ? body['tools'] : []
  return tools.flatMap((tool: unknown, index) => {
    if (!isRecord(tool) || tool['type'] !== 'function') return []
    const inner = tool['function']
    return isRecord(inner)
      ? named(inner, 'parameters', `/tools/${index}/function/parameters`)
      : named(tool, 'parameters', `/tools/${index}/parameters`)
  })
}

function formatSchemas(body: unknown): CallerSchema[] {
  if (!isRecord(body)) return []
  const { response_format: chat, text } = body
  const format = isRecord(text) ? text['format'] : undefined
  return [
    ...(isRecord(chat) ? named(chat['json_schema'], 'schema', '/response_format/json_schema/schema') : []),
    ...named(format, 'schema', '/text/format/schema'),
  ]
}

function named(holder: unknown, member: string, pointer: Pointer): CallerSchema[] {
  if (!isRecord(holder)) return []
  const schema = holder[member]
  if (!isRecord(schema) || Object.keys(schema).length === 0) return []
  return [{ pointer, name: plainWords(holder['name']), strict: holder['strict'] === true, schema }]
}

/** The way to a place in a schema, as the provider prints it: `properties`, `paths`, `items`. */
type Steps = readonly string[]

interface Visit {
  readonly steps: Steps
  readonly schema: Schema
}

/** Deeper than any schema that the provider takes; a body may be nested to exhaust the stack. */
const deepest = 64
const maps = ['properties', '$defs', 'definitions']
const lists = ['anyOf', 'allOf', 'oneOf', 'prefixItems']
const singles = ['items', 'additionalProperties']

/** The schema and every one inside it. */
function visits(schema: Schema, steps: Steps = []): Visit[] {
  const inside = (value: unknown, ...further: Steps): Visit[] =>
    isRecord(value) && steps.length < deepest ? visits(value, [...steps, ...further]) : []
  const entriesOf = (name: string) => Object.entries(Object(schema[name]))
  return [
    { steps, schema },
    ...[...maps, ...lists].flatMap((name) => entriesOf(name).flatMap(([key, value]) => inside(value, name, key))),
    ...singles.flatMap((name) => inside(schema[name], name)),
  ]
}

function found({ pointer, name }: CallerSchema, steps: Steps, more: Readonly<Record<string, string>> = {}): Found {
  return { pointer, name, context: tupleText(steps), ...more }
}

/** As Python prints a tuple of texts. */
function tupleText(steps: Steps): string {
  return `(${steps.map(valueWords).join(', ')}${steps.length === 1 ? ',' : ''})`
}

function firstOpenObject(caller: CallerSchema): Found[] {
  const open = visits(caller.schema).find(
    ({ schema }) => typesOf(schema).includes('object') && schema['additionalProperties'] !== false,
  )
  return open === undefined ? [] : [found(caller, open.steps)]
}

function firstOptional(caller: CallerSchema): Found[] {
  for (const { steps, schema } of visits(caller.schema)) {
    const required = Array.isArray(schema['required']) ? schema['required'] : []
    const missing = Object.keys(Object(schema['properties'])).find((key) => !required.includes(key))
    if (missing !== undefined) return [found(caller, steps, { missing })]
  }
  return []
}

function otherRootType(caller: CallerSchema): Found[] {
  const type = caller.schema['type']
  if (type === 'object') return []
  return [found(caller, [], { type: plainWords(type) })]
}

function rootWithoutProperties(caller: CallerSchema): Found[] {
  const { type, properties } = caller.schema
  return type === 'object' && properties === undefined ? [found(caller, [])] : []
}

function firstArrayWithoutItems(caller: CallerSchema): Found[] {
  for (const { steps, schema } of visits(caller.schema)) {
    if (schema['items'] !== undefined || schema['prefixItems'] !== undefined) continue
    const place = typesOf(schema).indexOf('array')
    if (place === -1) continue
    // Where there are several types, the provider looks at each as a schema of its own.
    return [found(caller, Array.isArray(schema['type']) ? [...steps, 'type', String(place)] : steps)]
  }
  return []
}

function typesOf(schema: Schema): readonly unknown[] {
  return [schema['type']].flat()
}
