import { headerOf } from '../capture/body.ts'
import type { RecordedRequest } from '../capture/exchange.ts'
import type { JudgeOptions, Operation, OperationMatch, Refusal } from '../contract/contract.ts'
import type { Visit } from './dialect.ts'
import type { Fake } from './fake.ts'
import type { LimitReading } from './rate-limit.ts'
import { askLimits, type Counted } from './rate-limit-gate.ts'
import { contentTypeRefusal, noFiles, type ReadBody, readBody, type SentFiles } from './read-body.ts'
import type { UnpackedBody } from './request-body.ts'
import type { Route } from './route.ts'
import type { RequestStrictness } from './strictness.ts'

export interface AcceptedRequest {
  readonly kind: 'accepted'
  readonly operation: Operation
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
  readonly files: SentFiles
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

/** In the provider's order: path, credential, front door, query, bytes, contract; then its limits, to which what it refuses counts as well. */
export function judgeRequest(fake: Fake, route: Route, request: RecordedRequest, body: UnpackedBody): Judgement {
  const { match } = route
  if (match.kind !== 'operation') return refused(addressRefusal(fake, route, match, request))
  const gate = createGate(route.strictness)
  const { operation, params } = match
  const door = doorOf(fake, match, request)

  const unauthorized = credentialRefusal(fake, route, request)
  if (gate.closesOn(unauthorized)) return refused(unauthorized)
  const options = judgeOptions(route.strictness)
  const query = readQuery(operation, request)
  const misdirected = door.addressRefusals().find(gate.closesOn)
  if (misdirected !== undefined) return refused(misdirected)
  const misasked = operation.query?.judge(query, options)
  if (gate.closesOn(misasked)) return refused(misasked)

  const ask = (value: unknown, counted: Counted) =>
    askLimits(fake, route.token, value, counted, () => visitOf(match, request))
  const accepted = ({ value, files }: ReadBody, limits: LimitReading | undefined): AcceptedRequest => {
    return { kind: 'accepted', operation, params, query, body: value, files, observed: gate.observed(), limits }
  }
  if (takesNoBody(operation)) return accepted(noBody, ask(undefined, 'nothing').reading)

  const unlabelled = contentTypeRefusal(fake, operation, request)
  if (gate.closesOn(unlabelled)) return refused(unlabelled)
  const read = readBody(fake, operation, request, body)
  if ('refusal' in read) return refused(read.refusal)
  const unfit = door.bodyRefusals(read.value).find(gate.closesOn)
  if (unfit !== undefined) return refused(unfit)
  const value = door.engineBody(read.value)
  const invalid = operation.judge(value, options)
  if (gate.closesOn(invalid)) return refused(invalid, ask(value, 'request').reading)
  const limited = ask(value, 'all')
  return gate.closesOn(limited.refusal)
    ? refused(limited.refusal, limited.reading)
    : accepted({ ...read, value }, limited.reading)
}

function judgeOptions({ level, relaxed }: RequestStrictness): JudgeOptions {
  return { level: level === 'schema' ? 'schema' : 'real', relaxed }
}

const noBody: ReadBody = { value: undefined, files: noFiles }

const noQuery: Readonly<Record<string, unknown>> = {}

function readQuery({ query }: Operation, { target }: RecordedRequest): Readonly<Record<string, unknown>> {
  return query === undefined || !target.includes('?') ? noQuery : query.read(searchOf(target))
}

/** The front door of one request. */
interface Door {
  addressRefusals(): readonly Refusal[]
  bodyRefusals(body: unknown): readonly Refusal[]
  engineBody(body: unknown): unknown
}

const nothing: readonly Refusal[] = []

const openDoor: Door = { addressRefusals: () => nothing, bodyRefusals: () => nothing, engineBody: (body) => body }

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
  return { operation, params, query: searchOf(target) }
}

function searchOf(target: string): URLSearchParams {
  const start = target.indexOf('?')
  return new URLSearchParams(start === -1 ? '' : target.slice(start))
}

interface Gate {
  closesOn(refusal: Refusal | null | undefined): refusal is Refusal
  /** The first refusal that was let through. */
  observed(): Refusal | undefined
}

function createGate({ level, relaxed }: RequestStrictness): Gate {
  let observed: Refusal | undefined
  return {
    closesOn: (refusal): refusal is Refusal => {
      if (refusal === undefined || refusal === null || relaxed.has(refusal.rule)) return false
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
