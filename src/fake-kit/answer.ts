import type { RecordedRequest, Verdict } from '../capture/exchange.ts'
import type { Refusal } from '../contract/contract.ts'
import { Fault } from '../contract/fault.ts'
import { replyFault } from './check-reply.ts'
import type { Fake } from './fake.ts'
import type { IdSource } from './ids.ts'
import { type AcceptedRequest, judgeRequest } from './judge-request.ts'
import { perform } from './perform.ts'
import type { LimitReading } from './rate-limit.ts'
import type { Call, ErrorReply, RawReply, Reply } from './reply.ts'
import type { UnpackedBody } from './request-body.ts'
import type { Route } from './route.ts'
import { scriptedReply } from './scripted-reply.ts'
import type { Turn } from './turn.ts'

export interface Answer {
  readonly reply: Reply | RawReply
  readonly verdict: Verdict
  /** The scripted turn that the request used up. */
  readonly turn?: Turn | undefined
  /** Absent: the provider has none, or did not come to ask them. */
  readonly limits?: LimitReading | undefined
}

/** Judges a request and runs its operation. Never throws: what goes wrong is reported, and said in the reply. */
export function answerTo(
  fake: Fake,
  route: Route,
  request: RecordedRequest,
  body: UnpackedBody,
  ids: IdSource,
): Answer {
  try {
    const judgement = judgeRequest(fake, route, request, body)
    if (judgement.kind === 'refused') return refusing(judgement.refusal, judgement.limits)
    return run(fake, route, request, judgement, ids)
  } catch (cause) {
    const fault = cause instanceof Fault ? cause : crash(fake, cause)
    fake.stage.report(fault)
    return refusing(fake.dialect.refusals.fault(fault.message), undefined)
  }
}

function run(fake: Fake, route: Route, request: RecordedRequest, accepted: AcceptedRequest, ids: IdSource): Answer {
  const { operation, body, observed, limits } = accepted
  const handler = fake.handlers.get(operation.id)
  if (handler === undefined) throw new Error(`nobody handles ${operation.id}`)
  let turn: Turn | undefined
  const nextTurn = () => {
    turn = fake.stage.script.next(route.token, request.body)
    return turn
  }
  const reply = handler(callOf(fake, route, request, accepted, ids, nextTurn))
  if (reply.kind === 'error' && turn === undefined) return refusing(reply.refusal, limits)
  const verdict: Verdict = observed === undefined ? accepting : verdictOf(observed)
  const scripted = turn && scriptedReply(fake, operation, turn)
  if (scripted !== undefined) return { reply: scripted, verdict, turn, limits }
  // An error that a turn asks for says nothing about the request.
  if (reply.kind === 'error') return { reply, verdict, turn, limits }
  const fault = replyFault(fake, operation, reply)
  // A request that was let in against its contract may be echoed, and then the reply departs from the contract too.
  if (fault === undefined || operation.violations(body).length > 0) return { reply, verdict, turn, limits }
  fake.stage.report(fault)
  return { reply: errorReply(fake.dialect.refusals.fault(fault.message)), verdict, limits }
}

const accepting: Verdict = { kind: 'accepted' }

function callOf(
  fake: Fake,
  { strictness }: Route,
  { headers }: RecordedRequest,
  { operation, params, query, body, files, limits }: AcceptedRequest,
  ids: IdSource,
  nextTurn: Call['nextTurn'],
): Call {
  const call: Call = {
    provider: fake.provider,
    operation,
    params,
    query,
    headers,
    body,
    files,
    perform: (method, path, inner) => perform(fake, strictness, call, { method, path, body: inner }),
    now: Math.floor(fake.stage.clock() / 1000),
    limits,
    nextTurn,
    id: (kind) => ids.id(fake.dialect.ids[kind]),
    noise: (length) => ids.text('alphanumeric', length),
    enforces: (rule) => strictness.level === 'real' && !strictness.relaxed.has(rule),
  }
  return call
}

function refusing(refusal: Refusal, limits: LimitReading | undefined): Answer {
  return { reply: errorReply(refusal), verdict: verdictOf(refusal), limits }
}

function errorReply(refusal: Refusal): ErrorReply {
  return { kind: 'error', refusal }
}

function verdictOf({ rule, status, message, pointer, hint }: Refusal): Verdict {
  return { kind: 'refused', rule, status, message, ...(pointer === undefined ? {} : { pointer }), hint }
}

export function crash(fake: Fake, cause: unknown): Fault {
  const what = cause instanceof Error ? cause.message : String(cause)
  return new Fault('E_FAKE_CRASHED', `the fake of ${fake.provider} failed on a request: ${what}`, {
    kind: 'harness',
    hint: 'This is an error in the fake or its contract; report it with the request from the journal.',
    cause,
  })
}
