import type { OpenAPIV3_1 } from 'openapi-types'
import { Fault } from '../fault.ts'
import { nameHint } from '../suggest.ts'
import { type Cursor, lastStep, members, placeOf } from './cursor.ts'

type Method = `${OpenAPIV3_1.HttpMethods}`

export const methods: readonly Method[] = ['get', 'post', 'put', 'patch', 'delete']

/** The parts of OpenAPI that a contract uses; a key outside them is refused, so that a misspelt one cannot pass. */
interface KnownKeys {
  readonly document: readonly (keyof OpenAPIV3_1.Document)[]
  readonly pathItem: readonly (keyof OpenAPIV3_1.PathItemObject | Method)[]
  readonly operation: readonly (keyof OpenAPIV3_1.OperationObject | 'x-surface')[]
  readonly parameter: readonly (keyof OpenAPIV3_1.ParameterObject)[]
  readonly requestBody: readonly (keyof OpenAPIV3_1.RequestBodyObject)[]
  readonly response: readonly (keyof OpenAPIV3_1.ResponseObject)[]
  readonly mediaType: readonly (keyof OpenAPIV3_1.MediaTypeObject | 'x-terminator')[]
}

const knownKeys: KnownKeys = {
  document: ['openapi', 'info', 'servers', 'paths', 'components'],
  pathItem: [...methods, 'parameters'],
  operation: ['operationId', 'summary', 'parameters', 'requestBody', 'responses', 'x-surface'],
  parameter: ['in', 'name', 'required', 'schema'],
  requestBody: ['required', 'content', 'description'],
  response: ['description', 'headers', 'content'],
  mediaType: ['schema', 'example', 'examples', 'x-terminator'],
}

export function unknownKeys(at: Cursor, part: keyof KnownKeys): Fault[] {
  const known: readonly string[] = knownKeys[part]
  return members(at)
    .filter((member) => !known.includes(lastStep(member)))
    .map(
      (member) =>
        new Fault('E_CONTRACT_KEYWORD', `unknown key "${lastStep(member)}" in an OpenAPI ${part}`, {
          place: placeOf(member, { key: true }),
          hint: nameHint(lastStep(member), known),
        }),
    )
}
