import { headerOf } from '../capture/body.ts'
import type { RecordedRequest } from '../capture/exchange.ts'
import type { Operation, OperationMatch, Refusal } from '../contract/contract.ts'
import type { Visit } from './dialect.ts'
import type { Fake } from './fake.ts'
import type { LimitReading } from './rate-limit.ts'
import { askLimits, type Counted } from './rate-limit-gate.ts'
import { mediaTypeOf, parseJson, type UnpackedBody } from './request-body.ts'
import type { Route } from './route.ts'
import type { RequestStrictness } from './strictness.ts'

export interface AcceptedRequest {
  readonly kind: 'accepted'
  readonly operation: Operation
  readonly params: Readonly<Record<string, string>>
  readonly body: unknown
  /** What a fake that only observes would have refused. */
  readonly observed: Refusal | undefined
  /** `undefined`: the provider has none. */
  readonly limits: LimitReading | undefined
}

export interface RefusedRequest {
  readonly kind: 'refused'
  readonly refusal: Refusal
  /** `undefined`: the provider has none, or refused before it asked them. */
  readonly limits: LimitReading | undefined
}

export type Judgement = AcceptedRequest | RefusedRequest

type MatchedOperation = Extract<OperationMatch, { kind: 'operation' }>

/** In the provider's order: path, credential, front door, bytes, contract; then its limits, to which what it refuses counts as well. */
export function judgeRequest(fake: Fake, route: Route, request: RecordedRequest, body: UnpackedBody): Judgement {
  const { match } = route
  if (match.kind !== 'operation') return refused(addressRefusal(fake, route, match, request))
  const gate = createGate(route.strictness)
  const { operation, params } = match
  const door = doorOf(fake, match, request)

  const unauthorized = credentialRefusal(fake, route, request)
  if (gate.closesOn(unauthorized)) return refused(unauthorized)
  const misdirected = door.addressRefusals().find(gate.closesOn)
  if (misdirected !== undefined) return refused(misdirected)
  const ask = (value: unknown, counted: Counted) =>
    askLimits(fake, route.token, value, counted, () => visitOf(match, request))
  const accepted = (value: unknown, limits: LimitReading | undefined): AcceptedRequest => {
    return { kind: 'accepted', operation, params, body: value, observed: gate.observed(), limits }
  }
  if (takesNoBody(operation)) return accepted(undefined, ask(undefined, 'nothing').reading)

  const unlabelled = contentTypeRefusal(fake, request)
  if (gate.closesOn(unlabelled)) return refused(unlabelled)
  const read = bodyValue(fake, operation, body)
  if ('refusal' in read) return refused(read.refusal)
  const unfit = door.bodyRefusals(read.value).find(gate.closesOn)
  if (unfit !== undefined) return refused(unfit)
  const value = door.engineBody(read.value)
  const { level, relaxed } = route.strictness
  const invalid = operation.judge(value, { level: level === 'schema' ? 'schema' : 'real', relaxed }) ?? undefined
  if (gate.closesOn(invalid)) return refused(invalid, ask(value, 'request').reading)
  const limited = ask(value, 'all')
  return gate.closesOn(limited.refusal) ? refused(limited.refusal, limited.reading) : accepted(value, limited.reading)
}

/** The front door of one request. */
interface Door {
  addressRefusals(): readonly Refusal[]
  bodyRefusals(body: unknown): readonly Refusal[]
  engineBody(body: unknown): unknown
}

const openDoor: Door = { addressRefusals: () => [], bodyRefusals: () => [], engineBody: (body) => body }

function doorOf({ dialect }: Fake, match: MatchedOperation, request: RecordedRequest): Door {
  const { frontDoor } = dialect
  if (frontDoor === undefined) return openDoor
  const visit = visitOf(match, request)
  return {
    addressRefusals: () => frontDoor.addressRefusals(visit),
    bodyRefusals: (body) => frontDoor.bodyRefusals(visit, body),
    engineBody: (body) => frontDoor.engineBody(visit, body),
  }
}

function visitOf({ operation, params }: MatchedOperation, { target }: RecordedRequest): Visit {
  const start = target.indexOf('?')
  const query = new URLSearchParams(start === -1 ? '' : target.slice(start))
  return { operation, params, query }
}

interface Gate {
  closesOn(refusal: Refusal | undefined): refusal is Refusal
  /** The first refusal that was let through. */
  observed(): Refusal | undefined
}

function createGate({ level, relaxed }: RequestStrictness): Gate {
  let observed: Refusal | undefined
  return {
    closesOn: (refusal): refusal is Refusal => {
      if (refusal === undefined || relaxed.has(refusal.rule)) return false
      if (level !== 'observe') return true
      observed ??= refusal
      return false
    },
    observed: () => observed,
  }
}

function refused(refusal: Refusal, limits?: LimitReading): Judgement {
  return { kind: 'refused', refusal, limits }
}

function addressRefusal(
  fake: Fake,
  route: Route,
  match: Exclude<OperationMatch, { kind: 'operation' }>,
  request: RecordedRequest,
): Refusal {
  const { refusals } = fake.dialect
  if (match.kind === 'unknown-path') return refusals.unknownPath(request.method, route.path)
  const wantsWebSocket = headerOf(request.headers, 'upgrade')?.toLowerCase() === 'websocket'
  return wantsWebSocket ? refusals.upgrade() : refusals.unknownMethod(request.method, route.path, match.allowed)
}

function credentialRefusal(
  { provider, dialect, stage }: Fake,
  { key, token }: Route,
  { headers }: RecordedRequest,
): Refusal | undefined {
  if (key === undefined) return dialect.refusals.missingKey()
  return stage.cases.accepts(provider, key, token) ? undefined : dialect.refusals.wrongKey(key, headers)
}

function takesNoBody(operation: Operation): boolean {
  return operation.method === 'GET' || operation.method === 'DELETE'
}

function contentTypeRefusal(fake: Fake, request: RecordedRequest): Refusal | undefined {
  if (request.body.length === 0) return undefined
  const mediaType = mediaTypeOf(request.headers)
  return mediaType === 'application/json' ? undefined : fake.dialect.refusals.contentType(mediaType)
}

function bodyValue(
  fake: Fake,
  operation: Operation,
  body: UnpackedBody,
): { readonly value: unknown } | { readonly refusal: Refusal } {
  const { refusals } = fake.dialect
  const read = body.kind === 'bytes' ? parseJson(body.bytes) : body
  switch (read.kind) {
    case 'json':
      return read
    case 'too-large':
      return { refusal: refusals.tooLarge(fake.stage.limits.bodyBytes, read.size) }
    case 'malformed':
      return { refusal: refusals.malformedBody(read.why) }
    case 'empty':
      return operation.judge(undefined) === null
        ? { value: undefined }
        : { refusal: refusals.malformedBody('the body is empty') }
  }
}
