import type { IncomingMessage } from 'node:http'
import { headerOf } from '../../capture/body.ts'
import type { RecordedRequest } from '../../capture/exchange.ts'
import { Fault } from '../../contract/fault.ts'
import { isRecord } from '../../contract/pointer.ts'
import { receive } from '../receive.ts'
import { mediaTypeOf, parseJson } from '../request-body.ts'
import { findRoute } from './find-route.ts'
import type { Problem } from './messages.ts'
import { negotiate } from './negotiate.ts'
import {
  bodyTooLarge,
  malformedBody,
  notAcceptable,
  notThere,
  ownFault,
  repeatedParameter,
  unreadableTarget,
  wrongMediaType,
} from './problem.ts'
import type { ControlReply, ControlRoute, Premises } from './route.ts'

/** A script of a thousand long turns fits. */
const bodyLimit = 4 * 1024 * 1024

export interface TypedReply {
  readonly mediaType: string
  readonly reply: ControlReply
}

type Read<Key extends string, Value> = { readonly [K in Key]: Value } | { readonly problem: Problem }

/** Reads a request in full and answers it by the routes. Never rejects. */
export async function answerControl(
  routes: readonly ControlRoute[],
  premises: Premises,
  incoming: IncomingMessage,
  target: string,
  signal: AbortSignal,
): Promise<TypedReply> {
  try {
    const { request, size } = await receive(incoming, target, bodyLimit)
    if (size > bodyLimit) return refusing(bodyTooLarge(bodyLimit))
    return await answer(routes, premises, request, signal)
  } catch (cause) {
    if (cause instanceof URIError) return refusing(unreadableTarget(target))
    if (cause instanceof Fault && cause.kind === 'usage') return refusing(notThere(cause))
    return refusing(ownFault(cause instanceof Error ? cause.message : String(cause)))
  }
}

async function answer(
  routes: readonly ControlRoute[],
  premises: Premises,
  request: RecordedRequest,
  signal: AbortSignal,
): Promise<TypedReply> {
  const [path = '', search = ''] = splitTarget(request.target)
  const found = findRoute(routes, request.method, path)
  if (found.kind === 'problem') return refusing(found.problem)
  const { route, params } = found
  const offered = offeredBy(route)
  const accept = headerOf(request.headers, 'accept')
  const mediaType = negotiate(accept, offered)
  if (mediaType === undefined) return refusing(notAcceptable(accept ?? '', offered))
  const query = queryOf(search, route)
  if ('problem' in query) return refusing(query.problem)
  const body = bodyOf(request)
  if ('problem' in body) return refusing(body.problem)
  const call = { params, query: query.query, body: body.body, mediaType, signal }
  return { mediaType, reply: await route.answer(call, premises) }
}

function refusing(problem: Problem): TypedReply {
  return { mediaType: 'application/problem+json', reply: { kind: 'problem', problem } }
}

function splitTarget(target: string): readonly string[] {
  const query = target.indexOf('?')
  return query === -1 ? [target] : [target.slice(0, query), target.slice(query + 1)]
}

function offeredBy({ replies }: ControlRoute): readonly string[] {
  return Object.keys(Object.values(replies)[0]?.content ?? {})
}

function queryOf(search: string, { query }: ControlRoute): Read<'query', Readonly<Record<string, string | number>>> {
  const given = [...new URLSearchParams(search)]
  const names = given.map(([name]) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return { problem: repeatedParameter(twice) }
  const properties = isRecord(query.schema['properties']) ? query.schema['properties'] : {}
  const wantsNumber = (name: string) => {
    const schema = properties[name]
    return isRecord(schema) && schema['type'] === 'integer'
  }
  const values = given.map(([name, text]) => [name, wantsNumber(name) && /^\d+$/.test(text) ? Number(text) : text])
  return { query: Object.fromEntries(values) }
}

function bodyOf({ headers, body }: RecordedRequest): Read<'body', unknown> {
  if (body.length === 0) return { body: undefined }
  const mediaType = mediaTypeOf(headers)
  if (mediaType !== 'application/json') return { problem: wrongMediaType(mediaType) }
  const read = parseJson(body)
  switch (read.kind) {
    case 'json':
      return { body: read.value }
    case 'empty':
      return { body: undefined }
    case 'malformed':
      return { problem: malformedBody(read.why) }
  }
}
