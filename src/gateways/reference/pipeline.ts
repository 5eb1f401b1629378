import { answerOf } from './attempts.ts'
import type { ChatChunk, ChatCompletion, StreamFailure } from './bridge/chat-shapes.ts'
import type { ResponseEvent } from './bridge-back/response-shapes.ts'
import {
  type AddressedCall,
  type AnsweredCall,
  type Arrival,
  type Caller,
  type ClientReply,
  type ClientRequest,
  type Gateway,
  isBridged,
  type KnownCall,
  type Outcome,
  type RoutedCall,
  type TranslatedCall,
  wantsStream,
} from './call.ts'
import { jsonReply, streamReply, withDropSignal } from './client-reply.ts'
import type { TargetConfig } from './config.ts'
import type { JsonObject } from './json.ts'
import { isEventStream, readObject } from './provider-reply.ts'
import { GatewayRefusal } from './refusal.ts'
import { chunkFrames, eventFrames, readChunks, readEvents } from './sse.ts'

/**
 * The way of a request through the gateway, one named step after the other. A stage that says no throws a `GatewayRefusal`.
 * The record is a value: a defect is this record with one stage changed.
 */
export interface Stages {
  /** Once, before the gateway listens. */
  readonly start: (gateway: Gateway) => Promise<void>
  /** Who asks. */
  readonly authenticate: (request: ClientRequest) => Caller
  /** Which provider, surface and model the alias stands for. */
  readonly route: (call: KnownCall) => RoutedCall
  /** The targets that may serve the call, its own first. */
  readonly targets: (call: RoutedCall) => readonly TargetConfig[]
  /** The call for one attempt at one of them, its body as the client sent it. */
  readonly aim: (call: RoutedCall, target: TargetConfig) => RoutedCall
  /** Adds what the operator wants to be sent where the client sent none. */
  readonly fillIn: (call: RoutedCall) => RoutedCall
  /** Says what the client left to its surface's defaults, where a bridge would change them. */
  readonly spellOut: (call: RoutedCall) => RoutedCall
  /** Leaves out what the operator does not want to be sent. */
  readonly drop: (call: RoutedCall) => RoutedCall
  /** The provider's surface is the client's: the same body, for the provider's model. */
  readonly passRequest: (call: RoutedCall) => TranslatedCall
  /** From Chat to Responses: the body is translated, field by field. */
  readonly bridgeRequest: (call: RoutedCall) => TranslatedCall
  /** From Responses to Chat. */
  readonly bridgeBackRequest: (call: RoutedCall) => TranslatedCall
  /** What the provider alone demands, besides its surface. */
  readonly fitProvider: (call: TranslatedCall) => TranslatedCall
  /** Where it goes, and under which headers of the gateway's own. */
  readonly address: (call: TranslatedCall) => AddressedCall
  /** Adds the client's headers that the operator lets through. */
  readonly forwardHeaders: (call: AddressedCall) => AddressedCall
  /** One HTTP request. */
  readonly send: (call: AddressedCall) => Promise<AnsweredCall>
  /** How long to wait before the same target is asked again, in milliseconds; `undefined` when its answer stands. */
  readonly retryWait: (outcome: Outcome, tried: number) => number | undefined
  /** Whether the next target is asked instead. */
  readonly mayPass: (outcome: Outcome) => boolean
  /** The provider's refusal, for the client. */
  readonly passError: (call: AnsweredCall) => Promise<ClientReply>
  /** Puts a stream together for a client that asked for none, where the provider answers with streams alone. */
  readonly collectResponse: (events: AsyncIterable<JsonObject>, call: AnsweredCall) => Promise<JsonObject>
  /** The provider's reply, as it comes. */
  readonly passReply: (call: AnsweredCall) => ClientReply
  /** A Responses reply for a client of Chat. */
  readonly bridgeReply: (response: JsonObject, call: AnsweredCall) => ChatCompletion
  readonly bridgeStream: (
    events: AsyncIterable<JsonObject>,
    call: AnsweredCall,
  ) => AsyncIterable<ChatChunk | StreamFailure>
  /** A Chat reply for a client of Responses. */
  readonly bridgeBackReply: (completion: JsonObject, call: AnsweredCall) => JsonObject
  readonly bridgeBackStream: (chunks: AsyncIterable<JsonObject>, call: AnsweredCall) => AsyncIterable<ResponseEvent>
  /** The gateway's own refusal, for the client. */
  readonly refuse: (refusal: GatewayRefusal, request: ClientRequest) => ClientReply
}

/** One call of a model, from arrival to reply. Rejects only for faults of the gateway itself. */
export function serveCall(stages: Stages, arrival: Arrival): Promise<ClientReply> {
  return refusing(stages, arrival, async () => {
    const known = { ...arrival, caller: stages.authenticate(arrival) }
    const answered = await answerOf(stages, stages.route(known))
    return withDropSignal(await replyTo(stages, answered), answered.dropped)
  })
}

/** The aliases, for anybody with a key. */
export function serveModels(stages: Stages, request: ClientRequest): Promise<ClientReply> {
  return refusing(stages, request, async () => {
    stages.authenticate(request)
    const data = request.gateway.config.models.map(({ alias: id }) => {
      return { id, object: 'model', created: 0, owned_by: 'gateway' }
    })
    return jsonReply(200, { object: 'list', data })
  })
}

async function refusing(
  stages: Stages,
  request: ClientRequest,
  work: () => Promise<ClientReply>,
): Promise<ClientReply> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof GatewayRefusal) return stages.refuse(error, request)
    throw error
  }
}

async function replyTo(stages: Stages, call: AnsweredCall): Promise<ClientReply> {
  if (call.reply.status >= 300) return await stages.passError(call)
  if (isForcedStream(call)) {
    const response = await stages.collectResponse(readEvents(call.reply.body), call)
    return jsonReply(200, isBridged(call) ? stages.bridgeReply(response, call) : response)
  }
  if (!isBridged(call)) return stages.passReply(call)
  return call.surface === 'responses' ? await backAcross(stages, call) : await across(stages, call)
}

async function across(stages: Stages, call: AnsweredCall): Promise<ClientReply> {
  const { body } = call.reply
  if (isEventStream(call)) return streamReply(chunkFrames(stages.bridgeStream(readEvents(body), call)))
  return jsonReply(200, stages.bridgeReply(await readObject(body), call))
}

async function backAcross(stages: Stages, call: AnsweredCall): Promise<ClientReply> {
  const { body } = call.reply
  if (isEventStream(call)) return streamReply(eventFrames(stages.bridgeBackStream(readChunks(body), call)))
  return jsonReply(200, stages.bridgeBackReply(await readObject(body), call))
}

/** The provider was asked for a stream, and the client did not ask for one. */
function isForcedStream(call: AnsweredCall): boolean {
  return call.sent['stream'] === true && !wantsStream(call) && isEventStream(call)
}
