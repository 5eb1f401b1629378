import type { RunningFakes } from '../fakes.ts'
import type { Problem } from './messages.ts'
import type { Metrics } from './metrics.ts'
import { unexpectedBody, wrongBody, wrongParameters } from './problem.ts'
import { parameters, type SchemaName } from './schemas.ts'
import { parametersShape, type Shape } from './shape.ts'

/** What handlers work on. */
export interface Premises {
  readonly fakes: RunningFakes
  readonly metrics: Metrics
  /** Of Watertight. */
  readonly version: string
}

/** One request that has been read, and of which the route and what it asks for are known. */
export interface RawCall {
  readonly params: unknown
  /** Digits are a number where the route wants one. */
  readonly query: unknown
  /** `undefined` when there was none. */
  readonly body: unknown
  /** One of the route's media types: the one that the client wants most. */
  readonly mediaType: string
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal
}

export interface Call<Params, Query, Body> extends RawCall {
  readonly params: Params
  readonly query: Query
  readonly body: Body
}

export type ControlReply =
  | { readonly kind: 'json'; readonly status: number; readonly value: unknown }
  /** The whole text in pieces, so that a large one never stands in memory as one. */
  | { readonly kind: 'text'; readonly status: number; readonly pieces: Iterable<string> }
  | { readonly kind: 'problem'; readonly problem: Problem }

export interface ReplyDescription {
  readonly description: string
  /** Schema by media type. */
  readonly content: Readonly<Record<string, SchemaName>>
}

interface RouteWords {
  /** The OpenAPI operationId. */
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `/cases/{token}/script`; what stands for a parameter may hold slashes. */
  readonly path: string
  readonly summary: string
  /** By status. Every other reply is a problem. The first one's media types are what the route can give. */
  readonly replies: Readonly<Record<number, ReplyDescription>>
}

export interface ControlRoute extends RouteWords {
  readonly params: Shape<unknown>
  readonly query: Shape<unknown>
  readonly body: Shape<unknown>
  /** @throws Fault of kind usage for something that was asked for by name and is not there */
  answer(call: RawCall, premises: Premises): ControlReply | Promise<ControlReply>
}

export interface RouteSpec<Params, Query, Body> extends RouteWords {
  readonly params: Shape<Params>
  readonly query: Shape<Query>
  readonly body: Shape<Body>
  handle(call: Call<Params, Query, Body>, premises: Premises): ControlReply | Promise<ControlReply>
}

const noParameters: Shape<object> = parametersShape(parameters.none)

export const noBody: Shape<undefined> = {
  schema: {},
  is: (value) => value === undefined,
  violations: () => [],
}

/** A route whose handler sees only what fits its shapes. */
export function route<Params, Query, Body>(spec: RouteSpec<Params, Query, Body>): ControlRoute {
  return {
    ...spec,
    answer: (call, premises) => {
      const { params, query, body } = call
      if (!spec.params.is(params)) return refusing(wrongParameters(spec.params.violations(params)))
      if (!spec.query.is(query)) return refusing(wrongParameters(spec.query.violations(query)))
      if (!spec.body.is(body)) {
        return refusing(spec.body.schema === noBody.schema ? unexpectedBody() : wrongBody(spec.body.violations(body)))
      }
      return spec.handle({ ...call, params, query, body }, premises)
    },
  }
}

/** What a route asks for that asks for nothing. */
export const askingNothing: Readonly<Record<'params' | 'query', Shape<object>> & Record<'body', Shape<undefined>>> = {
  params: noParameters,
  query: noParameters,
  body: noBody,
}

/** The only reply of a route: JSON with status 200. */
export function answering(description: string, schema: SchemaName): Readonly<Record<number, ReplyDescription>> {
  return { 200: { description, content: { 'application/json': schema } } }
}

export function json(value: unknown, status = 200): ControlReply {
  return { kind: 'json', status, value }
}

function refusing(problem: Problem): ControlReply {
  return { kind: 'problem', problem }
}
