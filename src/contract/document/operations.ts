import { Fault } from '../fault.ts'
import { isRecord } from '../pointer.ts'
import { nameHint } from '../suggest.ts'
import { type Surface, surfaces } from '../surface.ts'
import { below, type Cursor, lastStep, members, placeOf, rootOf } from './cursor.ts'
import { methods, unknownKeys } from './openapi-keys.ts'
import { readQuery, type WrittenParameter } from './parameters.ts'
import { type Documents, follow } from './read-documents.ts'

/** An operation as a document writes it, references followed as far as its schemas. */
export interface WrittenOperation {
  readonly at: Cursor
  readonly id: string
  /** Upper case. */
  readonly method: string
  readonly path: string
  readonly surface: Surface | undefined
  readonly query: readonly WrittenParameter[]
  readonly request: WrittenRequest | undefined
  readonly replies: readonly WrittenReply[]
}

/** A body is described for one of these. */
const bodyTypes = ['application/json', 'multipart/form-data'] as const

export interface WrittenRequest {
  readonly type: (typeof bodyTypes)[number]
  readonly schema: Cursor
}

export interface WrittenReply {
  /** `200`, `4XX`, `default`. */
  readonly status: string
  readonly json: Cursor | undefined
  readonly event: Cursor | undefined
  /** The media type of a reply that is bytes. */
  readonly bytes: string | undefined
  /** What the stream says when it is over, where it says so. */
  readonly terminator: string | undefined
}

export interface WrittenOperations {
  readonly operations: readonly WrittenOperation[]
  readonly faults: readonly Fault[]
}

/** Reads every operation of the documents with these addresses. */
export function readOperations(documents: Documents, uris: readonly string[]): WrittenOperations {
  const faults: Fault[] = []
  const operations: WrittenOperation[] = []
  for (const uri of uris) {
    const document = documents.all.get(uri)
    if (document === undefined) continue
    const root = rootOf(document)
    faults.push(...unknownKeys(root, 'document'))
    for (const item of members(below(root, 'paths'))) {
      faults.push(...unknownKeys(item, 'pathItem'))
      const written = members(item).filter((member) => methods.some((method) => method === lastStep(member)))
      operations.push(...written.map((at) => readOperation(documents, at, item, faults)))
    }
  }
  return { operations, faults: [...faults, ...duplicateIds(operations)] }
}

function readOperation(documents: Documents, at: Cursor, item: Cursor, faults: Fault[]): WrittenOperation {
  const path = lastStep(item)
  faults.push(...unknownKeys(at, 'operation'))
  const id = below(at, 'operationId')
  if (typeof id.value !== 'string' || id.value === '') {
    faults.push(
      new Fault('E_CONTRACT_OPERATION_ID', `${lastStep(at).toUpperCase()} ${path} has no operationId`, {
        place: placeOf(at, { key: true }),
        hint: 'Give it the name that fakes and rules call it by.',
      }),
    )
  }
  return {
    at,
    id: String(id.value ?? ''),
    method: lastStep(at).toUpperCase(),
    path,
    surface: readSurface(below(at, 'x-surface'), faults),
    query: readQuery(documents, item, at, faults),
    request: readRequest(documents, at, faults),
    replies: members(below(at, 'responses')).map((reply) => readReply(documents, reply, faults)),
  }
}

function readSurface(at: Cursor, faults: Fault[]): Surface | undefined {
  const surface = surfaces.find((name) => name === at.value)
  if (surface === undefined && at.value !== undefined) {
    faults.push(
      new Fault('E_CONTRACT_SURFACE', `unknown surface "${at.value}"`, {
        place: placeOf(at),
        hint: nameHint(String(at.value), surfaces),
      }),
    )
  }
  return surface
}

function readRequest(documents: Documents, operation: Cursor, faults: Fault[]): WrittenRequest | undefined {
  const written = below(operation, 'requestBody')
  if (written.value === undefined) return undefined
  const body = follow(documents, written)
  faults.push(...unknownKeys(body, 'requestBody'))
  for (const type of bodyTypes) {
    const schema = readSchema(below(body, 'content', type), faults)
    if (schema !== undefined) return { type, schema }
  }
  faults.push(
    new Fault('E_CONTRACT_REQUEST_SCHEMA', 'a request body without a JSON schema accepts everything', {
      place: placeOf(written, { key: true }),
      hint: `Describe it under content, ${bodyTypes.join(' or ')}, schema.`,
    }),
  )
  return undefined
}

const bytesType = 'application/octet-stream'

function readReply(documents: Documents, written: Cursor, faults: Fault[]): WrittenReply {
  const reply = follow(documents, written)
  faults.push(...unknownKeys(reply, 'response'))
  const stream = below(reply, 'content', 'text/event-stream')
  const terminator = below(stream, 'x-terminator').value
  return {
    status: lastStep(written),
    json: readSchema(below(reply, 'content', 'application/json'), faults),
    event: readSchema(stream, faults),
    bytes: below(reply, 'content', bytesType).value === undefined ? undefined : bytesType,
    terminator: typeof terminator === 'string' ? terminator : undefined,
  }
}

function readSchema(media: Cursor, faults: Fault[]): Cursor | undefined {
  faults.push(...unknownKeys(media, 'mediaType'))
  const schema = below(media, 'schema')
  return isRecord(schema.value) ? schema : undefined
}

function duplicateIds(operations: readonly WrittenOperation[]): Fault[] {
  return operations
    .filter((one, index) => one.id !== '' && operations.findIndex((other) => other.id === one.id) < index)
    .map(
      (one) =>
        new Fault('E_CONTRACT_OPERATION_ID', `the operationId "${one.id}" stands twice`, {
          place: placeOf(below(one.at, 'operationId')),
          hint: 'Give each operation a name of its own.',
        }),
    )
}
