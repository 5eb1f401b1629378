import { below, type Cursor, lastStep, members, namesIn } from '../document/cursor.ts'
import { isRecord } from '../pointer.ts'
import { holdsSchema, holdsSchemaList, holdsSchemaMap, inPlace } from './keywords.ts'

export interface SchemaVisit {
  readonly at: Cursor
  /** It speaks about the same value as the schema that holds it. */
  readonly inPlace: boolean
}

/** The schema and every schema written inside it; references are not followed. */
export function schemasIn(at: Cursor, isInPlace = false): SchemaVisit[] {
  const own: SchemaVisit = { at, inPlace: isInPlace }
  return [own, ...children(at).flatMap((child) => schemasIn(child.at, child.inPlace))]
}

function children(at: Cursor): SchemaVisit[] {
  return namesIn(at).flatMap((keyword) =>
    heldSchemas(at, keyword).map((schema) => ({ at: schema, inPlace: inPlace.includes(keyword) })),
  )
}

function heldSchemas(at: Cursor, keyword: string): Cursor[] {
  if (holdsSchema.includes(keyword)) return [below(at, keyword)]
  return holdsSchemaList.includes(keyword) || holdsSchemaMap.includes(keyword) ? members(below(at, keyword)) : []
}

/** Where the schemas of an OpenAPI document begin: its component schemas, and each `schema` of a body or parameter. */
export function schemaRoots(document: Cursor): Cursor[] {
  const named = members(below(document, 'components', 'schemas'))
  return [...named, ...inlineRoots(document)]
}

function inlineRoots(at: Cursor): Cursor[] {
  return members(at).flatMap((member) => {
    const step = lastStep(member)
    if (step === 'schemas' || step === 'example' || step === 'examples') return []
    return step === 'schema' && isRecord(member.value) ? [member] : inlineRoots(member)
  })
}
