import type { Refusal } from '../contract/contract.ts'
import { Fault } from '../contract/fault.ts'
import type { Answer } from './answer.ts'
import type { HeaderPair, ReplyMoment } from './dialect.ts'
import type { Fake } from './fake.ts'
import type { IdSource } from './ids.ts'
import type { ErrorReply, JsonReply } from './reply.ts'
import { streamFrames } from './sse.ts'
import type { RawPart, Turn, TurnRaw } from './turn.ts'
import { wireActs } from './wire-acts.ts'
import type { WireReply } from './write-reply.ts'

/** Head, bytes and acts of an answer. A script that asks for the impossible is reported, and said in the reply. */
export function wireReply(fake: Fake, answer: Answer, ids: IdSource): WireReply {
  const requestId = ids.id(fake.dialect.ids.request)
  const processingMs = 50 + ids.below(450)
  const now = Math.floor(fake.stage.clock() / 1000)
  const { limits } = answer
  const moment = { now, limits }
  const headersOf: HeadersOf = (status, refusal) =>
    fake.dialect.headers({ now, limits, requestId, processingMs, status, refusal })
  try {
    return replyOf(fake, answer, { moment, headersOf }, ids)
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause
    fake.stage.report(cause)
    const reply: ErrorReply = { kind: 'error', refusal: fake.dialect.refusals.fault(cause.message) }
    return wholeReply(fake, reply, { moment, headersOf }, {}, ids)
  }
}

/** What the head and the body of a reply are made with. */
interface Writing {
  readonly moment: ReplyMoment
  readonly headersOf: HeadersOf
}

type HeadersOf = (status: number, refusal?: Refusal) => readonly HeaderPair[]

function replyOf(fake: Fake, { reply, turn = {} }: Answer, writing: Writing, ids: IdSource): WireReply {
  switch (reply.kind) {
    case 'raw':
      return rawReply(reply.raw, turn, ids)
    case 'stream': {
      const frames = streamFrames(reply, turn.faults)
      return {
        status: 200,
        contentType: contentType(turn, streamType(fake)),
        headers: withOwn(writing.headersOf(200), reply.headers),
        framing: 'stream',
        acts: wireActs(frames, turn, ids),
      }
    }
    case 'bytes':
      return {
        status: reply.status,
        contentType: contentType(turn, reply.contentType),
        headers: withOwn(writing.headersOf(reply.status), reply.headers),
        ...whole(reply.content, turn, ids),
      }
    default:
      return wholeReply(fake, reply, writing, turn, ids)
  }
}

function wholeReply(
  fake: Fake,
  reply: JsonReply | ErrorReply,
  { moment, headersOf }: Writing,
  turn: Turn,
  ids: IdSource,
): WireReply {
  const status = reply.kind === 'json' ? reply.status : reply.refusal.status
  const page = reply.kind === 'error' ? fake.dialect.page?.(reply.refusal) : undefined
  const value = reply.kind === 'json' ? reply.body : fake.dialect.envelope(reply.refusal, moment)
  const always = reply.kind === 'error' ? headersOf(status, reply.refusal) : headersOf(status)
  const extra = reply.kind === 'error' ? reply.headers && Object.entries(reply.headers) : reply.headers
  const { framing, acts } = whole(Buffer.from(page?.text ?? JSON.stringify(value)), turn, ids)
  return {
    status,
    contentType: contentType(turn, page === undefined ? 'application/json' : page.contentType),
    headers: withOwn(always, extra),
    framing,
    acts,
  }
}

/** Few replies have any. */
function withOwn(always: readonly HeaderPair[], own: readonly HeaderPair[] | undefined): readonly HeaderPair[] {
  return own === undefined || own.length === 0 ? always : [...always, ...own]
}

function rawReply({ status = 200, headers = {}, body }: TurnRaw, turn: Turn, ids: IdSource): WireReply {
  const head = {
    status,
    contentType: turn.faults?.contentType ?? undefined,
    headers: Object.entries(headers),
    own: ownFraming(Object.keys(headers)),
  }
  if (!isList(body)) return { ...head, ...whole(partBytes(body), turn, ids) }
  return { ...head, framing: 'stream', acts: wireActs(body.map(partBytes), turn, ids) }
}

/** A reply that names one of the two has no need of the other. */
function ownFraming(names: readonly string[]): ReadonlySet<string> {
  const own = new Set(names.map((name) => name.toLowerCase()))
  const isFramed = own.has('content-length') || own.has('transfer-encoding')
  return isFramed ? own.add('content-length').add('transfer-encoding') : own
}

function isList(body: RawPart | readonly RawPart[]): body is readonly RawPart[] {
  return Array.isArray(body)
}

function partBytes(part: RawPart): Buffer {
  return typeof part === 'string' ? Buffer.from(part) : Buffer.from(part.base64, 'base64')
}

/** One frame of known length; cut so that it ends well, it is announced as what is left of it. */
function whole(body: Buffer, { faults }: Turn, ids: IdSource): Pick<WireReply, 'framing' | 'acts'> {
  const acts = wireActs([body], { faults }, ids)
  if (faults?.cut?.by !== 'end') return { framing: { length: body.length }, acts }
  const left = acts.reduce((sum, act) => sum + (act.kind === 'write' ? act.bytes.length : 0), 0)
  return { framing: { length: left }, acts }
}

function streamType({ dialect }: Fake): string | undefined {
  return dialect.unlabelledStreams === true ? undefined : 'text/event-stream; charset=utf-8'
}

function contentType({ faults }: Turn, right: string | undefined): string | undefined {
  return faults?.contentType === undefined ? right : (faults.contentType ?? undefined)
}
