import { isRecord } from '../../../contract/pointer.ts'
import type { Surface } from '../../../contract/surface.ts'
import type { KnownCall, RoutedCall } from '../call.ts'
import { type JsonObject, parseJson } from '../json.ts'
import { GatewayRefusal, malformed, unknownModel } from '../refusal.ts'
import { canServe } from './surfaces.ts'

/** Where the gateway serves a surface; the providers have the same paths below their base URL's version. */
export const pathOfSurface: Readonly<Record<Surface, string>> = {
  'chat-completions': '/chat/completions',
  responses: '/responses',
  embeddings: '/embeddings',
}

/** @throws GatewayRefusal 400 for a body that is no object with a model, or a surface the model is not served on; 404 for an unknown alias */
export function route(call: KnownCall): RoutedCall {
  const asked = parseRequest(call.bytes)
  const alias = asked['model']
  if (typeof alias !== 'string' || alias === '') throw malformed("'model' must name a model of the gateway.", 'model')
  const found = call.gateway.routes.get(alias)
  if (!found) throw unknownModel(alias)
  if (!canServe(call.surface, found.surface)) {
    throw new GatewayRefusal(400, {
      message: `The model '${alias}' is served on /v1${pathOfSurface[found.surface]} only.`,
      param: 'model',
      code: 'unsupported_surface',
    })
  }
  return { ...call, route: found, asked, body: asked }
}

/** @throws GatewayRefusal 400 for bytes that are no JSON object in UTF-8 */
export function parseRequest(bytes: Buffer): JsonObject {
  const body = parsed(bytes)
  if (!isRecord(body)) throw malformed('The request body must be a JSON object.')
  return body
}

function parsed(bytes: Buffer): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw malformed('The request body is not valid JSON in UTF-8.')
  }
}
