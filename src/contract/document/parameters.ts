import { Fault } from '../fault.ts'
import { isRecord } from '../pointer.ts'
import { below, type Cursor, members, placeOf } from './cursor.ts'
import { unknownKeys } from './openapi-keys.ts'
import { type Documents, follow } from './read-documents.ts'

/** A query parameter as a document writes it. */
export interface WrittenParameter {
  readonly name: string
  readonly required: boolean
  readonly schema: Cursor
}

/** The query parameters of an operation: those of its path, then its own. */
export function readQuery(
  documents: Documents,
  item: Cursor,
  operation: Cursor,
  faults: Fault[],
): readonly WrittenParameter[] {
  const written = [...members(below(item, 'parameters')), ...members(below(operation, 'parameters'))]
  return written.flatMap((one) => readParameter(follow(documents, one), faults))
}

function readParameter(at: Cursor, faults: Fault[]): WrittenParameter[] {
  faults.push(...unknownKeys(at, 'parameter'))
  const [name, place, schema] = [below(at, 'name').value, below(at, 'in').value, below(at, 'schema')]
  if (typeof name !== 'string' || (place !== 'path' && place !== 'query') || !isRecord(schema.value)) {
    faults.push(
      new Fault('E_CONTRACT_PARAMETER', 'a parameter needs a name, a place and a schema', {
        place: placeOf(at),
        hint: 'Write { in: query, name: limit, schema: { type: integer } }; the place is query or path.',
      }),
    )
    return []
  }
  return place === 'query' ? [{ name, required: below(at, 'required').value === true, schema }] : []
}
