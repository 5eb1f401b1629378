import type { OpenAPIV3_1 } from 'openapi-types'
import { isRecord } from '../../contract/pointer.ts'
import type { Schema } from './closed.ts'
import { type ControlRoute, noBody, type ReplyDescription } from './route.ts'
import { schemas } from './schemas.ts'

const problem: ReplyDescription = {
  description: 'Why not, and what would be right.',
  content: { 'application/problem+json': 'Problem' },
}

/** The OpenAPI 3.1 document of the routes, made of what they themselves check. */
export function openApiDocument(routes: readonly ControlRoute[], version: string): OpenAPIV3_1.Document {
  const paths: Record<string, OpenAPIV3_1.PathItemObject> = {}
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Watertight control port',
      version,
      description: 'Scripts fake LLM providers and tells what reached them. Strict: what is not described is refused.',
    },
    paths,
    components: { schemas },
  }
}

function operation(route: ControlRoute): OpenAPIV3_1.OperationObject {
  const replies = Object.entries(route.replies).map(([status, reply]) => [status, response(reply)] as const)
  return {
    operationId: route.id,
    summary: route.summary,
    parameters: [...parametersIn('path', route.params.schema), ...parametersIn('query', route.query.schema)],
    ...(route.body === noBody
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: route.body.schema } } } }),
    responses: { ...Object.fromEntries(replies), default: response(problem) },
  }
}

function response({ description, content }: ReplyDescription): OpenAPIV3_1.ResponseObject {
  const media = Object.entries(content).map(([type, name]) => [
    type,
    { schema: { $ref: `#/components/schemas/${name}` } },
  ])
  return { description, content: Object.fromEntries(media) }
}

function parametersIn(place: 'path' | 'query', { properties, required }: Schema): OpenAPIV3_1.ParameterObject[] {
  if (!isRecord(properties)) return []
  const needed = Array.isArray(required) ? required : []
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: needed.includes(name),
    ...(isRecord(schema) ? { schema } : {}),
  }))
}
