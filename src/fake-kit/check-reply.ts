import type { Operation, Violation } from '../contract/contract.ts'
import { Fault } from '../contract/fault.ts'
import type { Fake } from './fake.ts'
import type { JsonReply, StreamReply } from './reply.ts'

/** A reply that our own fake must not send: it departs from the contract it serves. */
export function replyFault(fake: Fake, operation: Operation, reply: JsonReply | StreamReply): Fault | undefined {
  const violation = reply.kind === 'json' ? ofBody(operation, reply) : ofEvents(operation, reply)
  if (violation === undefined) return undefined
  const what = reply.kind === 'json' ? 'reply' : 'stream event'
  return new Fault(
    'E_FAKE_REPLY_INVALID',
    `${fake.provider} ${operation.id}: a ${what} departs from its contract at '${violation.pointer}': ${violation.message}`,
    { kind: 'harness', hint: `Correct the operation in fakes/, or the reply schema in contracts/${fake.provider}/.` },
  )
}

function ofBody(operation: Operation, reply: JsonReply): Violation | undefined {
  return operation.replyViolations(reply.status, reply.body)[0]
}

function ofEvents(operation: Operation, reply: StreamReply): Violation | undefined {
  for (const event of reply.events) {
    const [violation] = operation.eventViolations(event.data)
    if (violation !== undefined) return violation
  }
  return undefined
}
