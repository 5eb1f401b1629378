import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ExchangeOpening, ExchangeRecorder } from '../capture/journal.ts'
import { answerTo, crash } from './answer.ts'
import type { Fake } from './fake.ts'
import { type Arrival, receive } from './receive.ts'
import { codingsOf, type UnpackedBody, unpack } from './request-body.ts'
import { type Route, routeOf } from './route.ts'
import { wireReply } from './wire-reply.ts'
import { writeReply } from './write-reply.ts'

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
    const answer = answerTo(fake, route, arrival.request, body, ids)
    recorder.verdict(answer.verdict)
    await writeReply(outgoing, wireReply(fake, answer, ids), recorder, {
      wait: fake.stage.wait,
      httpDate: fake.httpDate,
    })
  } catch (cause) {
    fake.stage.report(crash(fake, cause))
    outgoing.destroy()
  }
}

function openingOf(
  fake: Fake,
  { token, attribution, match, strictness }: Route,
  { request }: Arrival,
): ExchangeOpening {
  const opening: Writable<ExchangeOpening> = {
    hop: 'upstream',
    token,
    attribution,
    step: fake.stage.script.stepOf(token, request.body),
    provider: fake.provider,
    request,
  }
  const operation = match.kind === 'operation' ? match.operation : undefined
  if (operation !== undefined) opening.operation = operation.id
  if (operation?.surface !== undefined) opening.surface = operation.surface
  if (strictness.leniency !== undefined) opening.leniency = strictness.leniency
  return opening
}

type Writable<Record> = { -readonly [Member in keyof Record]: Record[Member] }

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
