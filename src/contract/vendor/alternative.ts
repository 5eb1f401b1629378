import { below, type Cursor, members } from '../document/cursor.ts'
import { type Documents, follow } from '../document/read-documents.ts'
import { isRecord } from '../pointer.ts'
import { inBoth } from './sets.ts'

/** One way in which a schema may be met: references followed, unions taken apart. */
export interface Alternative {
  readonly types: ReadonlySet<string>
  /** The texts it accepts; `undefined` when it accepts any. */
  readonly choices: readonly string[] | undefined
  readonly bounds: Readonly<Record<string, unknown>>
  readonly properties: ReadonlyMap<string, Cursor>
  readonly required: ReadonlySet<string>
  readonly items: Cursor | undefined
  /** What the members of an open map must be. */
  readonly values: Cursor | undefined
}

const allTypes: readonly string[] = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']

const anything: Alternative = {
  types: new Set(allTypes),
  choices: undefined,
  bounds: {},
  properties: new Map(),
  required: new Set(),
  items: undefined,
  values: undefined,
}

const nothingButNull: Alternative = { ...anything, types: new Set(['null']) }

/** Every alternative of a schema: of its `oneOf`, `anyOf` and `if`, each joined with what stands beside them. */
export function alternativesOf(documents: Documents, schema: Cursor): Alternative[] {
  const at = recursionTarget(follow(documents, schema))
  if (!isRecord(at.value)) return [anything]
  const read = (part: Cursor) => alternativesOf(documents, part)
  let result = [ownAlternative(at, at.value)]
  for (const part of members(below(at, 'allOf'))) result = joinAll(result, read(part))
  for (const union of ['oneOf', 'anyOf']) {
    const branches = members(below(at, union))
    if (branches.length > 0) result = joinAll(result, branches.flatMap(read))
  }
  if (at.value['if'] !== undefined) result = conditional(at, result, read)
  return at.value['nullable'] === true ? [...result, nothingButNull] : result
}

/** `$recursiveRef` of JSON Schema 2019-09, which a vendor writes in a 3.1 document: the named schema around it. */
function recursionTarget(at: Cursor): Cursor {
  if (below(at, '$recursiveRef').value === undefined) return at
  return below({ ...at, path: [], value: at.document.yaml.value }, ...at.path.slice(0, 3))
}

/** `if` tells types apart, or makes a demand that may or may not hold: then both branches are open to every type. */
function conditional(at: Cursor, base: readonly Alternative[], read: (part: Cursor) => Alternative[]): Alternative[] {
  const chosen = typesOf(below(at, 'if', 'type').value)
  const others = chosen && allTypes.filter((type) => !chosen.includes(type))
  const branch = (keyword: string, types: readonly string[] | undefined) => {
    const part = below(at, keyword)
    const restricted = { ...anything, types: new Set(types ?? allTypes) }
    return joinAll(joinAll(base, [restricted]), part.value === undefined ? [anything] : read(part))
  }
  return [...branch('then', chosen), ...branch('else', others)]
}

function joinAll(left: readonly Alternative[], right: readonly Alternative[]): Alternative[] {
  return left.flatMap((one) => right.map((other) => join(one, other))).filter((one) => one.types.size > 0)
}

/** Both at once; where both describe a member, the second does. */
function join(one: Alternative, other: Alternative): Alternative {
  const shared = one.choices?.filter((choice) => other.choices?.includes(choice))
  return {
    types: inBoth(one.types, other.types),
    choices: other.choices === undefined ? one.choices : (shared ?? other.choices),
    bounds: { ...one.bounds, ...other.bounds },
    properties: new Map([...one.properties, ...other.properties]),
    required: new Set([...one.required, ...other.required]),
    items: other.items ?? one.items,
    values: other.values ?? one.values,
  }
}

const boundKeywords: readonly string[] = [
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
]

function ownAlternative(at: Cursor, schema: Readonly<Record<string, unknown>>): Alternative {
  const bounds = boundKeywords.filter((keyword) => schema[keyword] !== undefined)
  return {
    types: new Set(typesOf(schema['type']) ?? impliedTypes(schema)),
    choices: choicesOf(schema),
    bounds: Object.fromEntries(bounds.map((keyword) => [keyword, schema[keyword]])),
    properties: new Map(members(below(at, 'properties')).map((member) => [String(member.path.at(-1)), member])),
    required: new Set(members(below(at, 'required')).map((name) => String(name.value))),
    items: describing(below(at, 'items')),
    values: describing(below(at, 'additionalProperties')),
  }
}

function typesOf(type: unknown): readonly string[] | undefined {
  return type === undefined ? undefined : [type].flat().map(String)
}

/** A vendor leaves a type out where members or choices imply it. */
function impliedTypes(schema: Readonly<Record<string, unknown>>): readonly string[] {
  if (schema['properties'] !== undefined) return ['object']
  return choicesOf(schema) === undefined ? allTypes : ['string']
}

function choicesOf(schema: Readonly<Record<string, unknown>>): string[] | undefined {
  const choices = schema['const'] === undefined ? schema['enum'] : [schema['const']]
  return Array.isArray(choices) ? choices.filter((choice) => typeof choice === 'string') : undefined
}

/** A schema that says something: neither absent, nor `true`, nor `{}`. */
function describing(at: Cursor): Cursor | undefined {
  return isRecord(at.value) && Object.keys(at.value).length > 0 ? at : undefined
}
