import type { ChatChunk, ChatCompletion, StreamFailure } from './bridge/chat-shapes.ts'
import {
  type AddressedCall,
  type AnsweredCall,
  type Arrival,
  type ClientReply,
  type Gateway,
  isBridged,
  type KnownCall,
  type RoutedCall,
  type TranslatedCall,
} from './call.ts'
import type { JsonObject } from './json.ts'
import { GatewayRefusal } from './refusal.ts'
import { readEvents } from './sse.ts'
import { eventReply, isEventStream, jsonReply, readJson, withDropSignal } from './stages/reply.ts'

/**
 * The way of a request through the gateway, one named step after the other. A stage that says no throws a `GatewayRefusal`.
 * The record is a value: a defect is this record with one stage changed.
 */
export interface Stages {
  /** Once, before the gateway listens. */
  readonly start: (gateway: Gateway) => Promise<void>
  /** Who asks. */
  readonly authenticate: (arrival: Arrival) => KnownCall
  /** Which provider, surface and model the alias stands for. */
  readonly route: (call: KnownCall) => RoutedCall
  /** Says what the client left to its surface's defaults, where a bridge would change them. */
  readonly spellOut: (call: RoutedCall) => RoutedCall
  /** Leaves out what the operator does not want to be sent. */
  readonly drop: (call: RoutedCall) => RoutedCall
  /** The provider's surface is the client's: the same body, for the provider's model. */
  readonly passRequest: (call: RoutedCall) => TranslatedCall
  /** The provider's surface is another one: the body is translated, field by field. */
  readonly bridgeRequest: (call: RoutedCall) => TranslatedCall
  /** Where it goes, and under which headers. */
  readonly address: (call: TranslatedCall) => AddressedCall
  /** One HTTP request. */
  readonly send: (call: AddressedCall) => Promise<AnsweredCall>
  /** The provider's refusal, for the client. */
  readonly passError: (call: AnsweredCall) => Promise<ClientReply>
  /** The provider's reply, as it comes. */
  readonly passReply: (call: AnsweredCall) => ClientReply
  readonly bridgeReply: (response: JsonObject, call: AnsweredCall) => ChatCompletion
  readonly bridgeStream: (
    events: AsyncIterable<JsonObject>,
    call: AnsweredCall,
  ) => AsyncIterable<ChatChunk | StreamFailure>
  /** The gateway's own refusal, for the client. */
  readonly refuse: (refusal: GatewayRefusal, arrival: Arrival) => ClientReply
}

/** One request from arrival to reply. Rejects only for faults of the gateway itself. */
export async function serve(stages: Stages, arrival: Arrival): Promise<ClientReply> {
  try {
    const routed = stages.drop(stages.spellOut(stages.route(stages.authenticate(arrival))))
    const translated = isBridged(routed) ? stages.bridgeRequest(routed) : stages.passRequest(routed)
    const answered = await stages.send(stages.address(translated))
    return withDropSignal(await replyTo(stages, answered), translated.dropped)
  } catch (error) {
    if (error instanceof GatewayRefusal) return stages.refuse(error, arrival)
    throw error
  }
}

async function replyTo(stages: Stages, call: AnsweredCall): Promise<ClientReply> {
  if (call.reply.status >= 300) return await stages.passError(call)
  if (!isBridged(call)) return stages.passReply(call)
  if (isEventStream(call)) return eventReply(stages.bridgeStream(readEvents(call.reply.body), call))
  return jsonReply(200, stages.bridgeReply(await readJson(call.reply.body), call))
}
