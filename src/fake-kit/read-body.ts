import { headerOf } from '../capture/body.ts'
import type { RecordedRequest } from '../capture/exchange.ts'
import type { Operation, Refusal } from '../contract/contract.ts'
import type { FormField } from '../contract/form-field.ts'
import type { BodyType } from './dialect.ts'
import type { Fake } from './fake.ts'
import { boundaryOf, parseMultipart } from './multipart.ts'
import { type Malformed, mediaTypeOf, parseJson, type UnpackedBody } from './request-body.ts'

/** A request body as it can be judged. */
export interface ReadBody {
  /** `undefined` when there was none. */
  readonly value: unknown
  readonly files: SentFiles
}

/** What is in the files of a form, by the names of their fields. */
export type SentFiles = ReadonlyMap<string, Buffer>

export const noFiles: SentFiles = new Map()

export function contentTypeRefusal(
  { dialect }: Fake,
  operation: Operation,
  request: RecordedRequest,
): Refusal | undefined {
  if (request.body.length === 0) return undefined
  const mediaType = mediaTypeOf(request.headers)
  const wanted = bodyTypeOf(operation)
  return mediaType === wanted ? undefined : dialect.refusals.contentType(mediaType, wanted)
}

/** Reads a body as its operation wants it, or refuses it. */
export function readBody(
  { dialect: { refusals }, stage }: Fake,
  operation: Operation,
  request: RecordedRequest,
  body: UnpackedBody,
): ReadBody | { readonly refusal: Refusal } {
  const wanted = bodyTypeOf(operation)
  const refused = (why: string) => ({ refusal: refusals.malformedBody(why, wanted) })
  if (body.kind === 'too-large') return { refusal: refusals.tooLarge(stage.limits.bodyBytes, body.size) }
  if (body.kind === 'malformed') return refused(body.why)
  const read = operation.form === undefined ? parseJson(body.bytes) : readForm(operation.form, request, body.bytes)
  switch (read.kind) {
    case 'json':
      return { value: read.value, files: noFiles }
    case 'form':
      return read
    case 'malformed':
      return refused(read.why)
    case 'empty':
      return operation.judge(undefined) === null ? { value: undefined, files: noFiles } : refused('the body is empty')
  }
}

function bodyTypeOf({ form }: Operation): BodyType {
  return form === undefined ? 'application/json' : 'multipart/form-data'
}

function readForm(
  form: NonNullable<Operation['form']>,
  { headers }: RecordedRequest,
  bytes: Buffer,
): (ReadBody & { readonly kind: 'form' }) | Malformed {
  const boundary = boundaryOf(headerOf(headers, 'content-type') ?? '')
  if (boundary === undefined) return { kind: 'malformed', why: 'the content-type names no boundary' }
  const read = parseMultipart(bytes, boundary)
  return read.kind === 'form' ? { kind: 'form', value: form(read.fields), files: filesOf(read.fields) } : read
}

/** Of a name that comes again the last; such a form is refused, unless the fake only observes. */
function filesOf(fields: readonly FormField[]): SentFiles {
  return new Map(
    fields.flatMap(({ name, value }): [string, Buffer][] => (typeof value === 'string' ? [] : [[name, value.content]])),
  )
}
