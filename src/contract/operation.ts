import type { FormReader, JudgeOptions, Operation, QueryContract, Refusal, Violation } from './contract.ts'
import type { Cursor } from './document/cursor.ts'
import type { WrittenOperation, WrittenReply } from './document/operations.ts'
import type { CompiledSchema } from './schema/compile.ts'
import { ranked } from './schema/rank.ts'

/** What an operation needs beyond what is written about it. */
export interface OperationParts {
  /** @throws Fault E_CONTRACT_SCHEMA */
  compile(at: Cursor): CompiledSchema
  fieldOrder: readonly string[]
  readonly query: QueryContract
  readonly form: FormReader | undefined
  judge(body: unknown, violations: readonly Violation[], options: JudgeOptions): Refusal | null
}

/** Compiles everything that is written about an operation. */
export function compileOperation(written: WrittenOperation, parts: OperationParts): Operation {
  const request = written.request && parts.compile(written.request.schema)
  const replies = new Map(written.replies.map((reply) => [reply.status, compileReply(reply, parts)]))
  const stream = replies.get('200')
  const replyTo = (status: number) =>
    replies.get(String(status)) ?? replies.get(`${Math.floor(status / 100)}XX`) ?? replies.get('default')
  const violations = (body: unknown) => (request ? ranked(request.violations(body), parts.fieldOrder, body) : [])
  return {
    id: written.id,
    method: written.method,
    path: written.path,
    surface: written.surface,
    query: parts.query,
    form: parts.form,
    terminator: stream?.terminator,
    judge: (body, options = {}) => (request ? parts.judge(body, violations(body), options) : null),
    violations,
    replyViolations: (status, body) =>
      replyTo(status)?.json?.violations(body) ?? [undescribed(`no JSON reply with status ${status} is described`)],
    bytesType: (status) => replyTo(status)?.bytes,
    eventViolations: (event) => stream?.event?.violations(event) ?? [undescribed('no event stream is described')],
  }
}

interface CompiledReply {
  readonly json: CompiledSchema | undefined
  readonly event: CompiledSchema | undefined
  readonly bytes: string | undefined
  readonly terminator: string | undefined
}

function compileReply(reply: WrittenReply, parts: OperationParts): CompiledReply {
  return {
    json: reply.json && parts.compile(reply.json),
    event: reply.event && parts.compile(reply.event),
    bytes: reply.bytes,
    terminator: reply.terminator,
  }
}

function undescribed(message: string): Violation {
  return { keyword: 'undescribed', pointer: '', message, params: {} }
}
