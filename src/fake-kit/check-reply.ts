import type { Operation, Violation } from '../contract/contract.ts'
import { Fault } from '../contract/fault.ts'
import type { Fake } from './fake.ts'
import type { BytesReply, JsonReply, StreamReply } from './reply.ts'

/** A reply that our own fake must not send: it departs from the contract it serves. */
export function replyFault(
  fake: Fake,
  operation: Operation,
  reply: JsonReply | StreamReply | BytesReply,
): Fault | undefined {
  const violation = violationOf(operation, reply)
  if (violation === undefined) return undefined
  const what = reply.kind === 'stream' ? 'stream event' : 'reply'
  return new Fault(
    'E_FAKE_REPLY_INVALID',
    `${fake.provider} ${operation.id}: a ${what} departs from its contract at '${violation.pointer}': ${violation.message}`,
    { kind: 'harness', hint: `Correct the operation in fakes/, or the reply schema in contracts/${fake.provider}/.` },
  )
}

function violationOf(operation: Operation, reply: JsonReply | StreamReply | BytesReply): Violation | undefined {
  switch (reply.kind) {
    case 'json':
      return operation.replyViolations(reply.status, reply.body)[0]
    case 'stream':
      return ofEvents(operation, reply)
    case 'bytes':
      return ofBytes(operation, reply)
  }
}

function ofBytes(operation: Operation, { status, contentType }: BytesReply): Violation | undefined {
  if (operation.bytesType?.(status) === contentType) return undefined
  return { keyword: 'undescribed', pointer: '', message: `no reply of ${contentType} is described`, params: {} }
}

function ofEvents(operation: Operation, reply: StreamReply): Violation | undefined {
  for (const event of reply.events) {
    const [violation] = operation.eventViolations(event.data)
    if (violation !== undefined) return violation
  }
  return undefined
}
