import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ExchangeOpening, ExchangeRecorder } from '../capture/journal.ts'
import { answerTo, crash } from './answer.ts'
import type { Fake } from './fake.ts'
import type { IdSource } from './ids.ts'
import { type Arrival, receive } from './receive.ts'
import type { Reply } from './reply.ts'
import { codingsOf, type UnpackedBody, unpack } from './request-body.ts'
import { type Route, routeOf } from './route.ts'
import { streamWrites } from './sse.ts'
import { type WireReply, writeReply } from './write-reply.ts'

/**
 * The way of a request: record, attribute, match, authenticate, parse, judge, run, check, record, write.
 * This and `malformed-http.ts` alone write the journal of the upstream hop. Never rejects.
 */
export async function serve(
  fake: Fake,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: string,
): Promise<void> {
  try {
    const arrival = await receive(incoming, target, fake.stage.limits.bodyBytes)
    const route = routeOf(fake, arrival.request)
    const recorder = fake.stage.journal.open(openingOf(fake, route, arrival))
    if (arrival.end === 'cut') return recordCut(recorder)
    const codings = codingsOf(arrival.request.headers)
    const body = codings.length === 0 ? plainBody(fake, arrival) : await packedBody(fake, arrival, codings)
    const ids = fake.idsFor(route.token)
    const { reply, verdict } = answerTo(fake, route, arrival.request, body, ids)
    recorder.verdict(verdict)
    await writeReply(outgoing, wireReply(fake, reply, ids), recorder, fake.httpDate())
  } catch (cause) {
    fake.stage.report(crash(fake, cause))
    outgoing.destroy()
  }
}

function openingOf(fake: Fake, { token, attribution, match }: Route, { request }: Arrival): ExchangeOpening {
  const operation = match.kind === 'operation' ? match.operation : undefined
  return {
    hop: 'upstream',
    token,
    attribution,
    step: fake.stage.script.stepOf(token),
    provider: fake.provider,
    ...(operation === undefined ? {} : { operation: operation.id }),
    ...(operation?.surface === undefined ? {} : { surface: operation.surface }),
    request,
  }
}

function recordCut(recorder: ExchangeRecorder): void {
  const message = 'the client ended the connection before its request was complete'
  recorder.verdict({ kind: 'refused', rule: 'http/request-cut', status: 499, message })
  recorder.fail(message)
}

function plainBody(fake: Fake, { request, size }: Arrival): UnpackedBody {
  return size > fake.stage.limits.bodyBytes ? { kind: 'too-large', size } : { kind: 'bytes', bytes: request.body }
}

async function packedBody(fake: Fake, arrival: Arrival, codings: readonly string[]): Promise<UnpackedBody> {
  const packed = plainBody(fake, arrival)
  return packed.kind === 'bytes' ? await unpack(packed.bytes, codings, fake.stage.limits.bodyBytes) : packed
}

function wireReply(fake: Fake, reply: Reply, ids: IdSource): WireReply {
  const requestId = ids.id(fake.dialect.ids.request)
  const processingMs = 50 + ids.below(450)
  const headersOf = (status: number) => fake.dialect.headers({ status, requestId, processingMs })
  if (reply.kind === 'stream') {
    const contentType = fake.dialect.unlabelledStreams === true ? undefined : 'text/event-stream; charset=utf-8'
    const headers = [...headersOf(200), ...(reply.headers ?? [])]
    return { status: 200, contentType, headers, framing: 'stream', writes: streamWrites(reply) }
  }
  const status = reply.kind === 'json' ? reply.status : reply.refusal.status
  const value = reply.kind === 'json' ? reply.body : fake.dialect.envelope(reply.refusal)
  const body = Buffer.from(JSON.stringify(value))
  const own = reply.kind === 'json' ? (reply.headers ?? []) : []
  return { status, contentType: 'application/json', headers: [...headersOf(status), ...own], framing: 'whole', body }
}
