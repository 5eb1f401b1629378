import type { Refusal } from '../contract/contract.ts'
import { replyFault } from './check-reply.ts'
import type { Fake } from './fake.ts'
import { noFiles } from './read-body.ts'
import type { Call, PerformedReply } from './reply.ts'
import type { RequestStrictness } from './strictness.ts'

/**
 * Makes a request that no client sent, as part of one that a client did send; `undefined` when the answer is no JSON.
 * @param call of the latter
 */
export function perform(
  fake: Fake,
  strictness: RequestStrictness,
  call: Call,
  request: { readonly method: string; readonly path: string; readonly body: unknown },
): PerformedReply | undefined {
  const { method, path, body } = request
  const refused = (refusal: Refusal): PerformedReply => ({
    status: refusal.status,
    body: fake.dialect.envelope(refusal, { now: call.now, limits: undefined }),
  })
  const match = fake.contract.match(method, path)
  if (match.kind !== 'operation') return refused(fake.dialect.refusals.unknownPath(method, path))
  const { operation, params } = match
  const level = strictness.level === 'schema' ? 'schema' : 'real'
  const refusal = operation.judge(body, { level, relaxed: strictness.relaxed })
  if (refusal !== null && strictness.level !== 'observe') return refused(refusal)
  const handler = fake.handlers.get(operation.id)
  if (handler === undefined) throw new Error(`nobody handles ${operation.id}`)
  const reply = handler({ ...call, operation, params, query: {}, body, files: noFiles, nextTurn: () => undefined })
  if (reply.kind === 'error') return refused(reply.refusal)
  if (reply.kind !== 'json') return undefined
  const fault = replyFault(fake, operation, reply)
  if (fault !== undefined && refusal === null) throw fault
  return reply
}
