import { chatChunks } from '../bridge/chat-chunks.ts'
import { chatCompletion } from '../bridge/chat-completion.ts'
import type { ChatChunk, ChatCompletion, StreamFailure } from '../bridge/chat-shapes.ts'
import { type BridgedRequest, responsesRequest } from '../bridge/responses-request.ts'
import { chatRequest } from '../bridge-back/chat-request.ts'
import { responseEvents } from '../bridge-back/response-events.ts'
import { type ResponseAsked, responseOf } from '../bridge-back/response-object.ts'
import type { ResponseEvent } from '../bridge-back/response-shapes.ts'
import type { AnsweredCall, RoutedCall, TranslatedCall } from '../call.ts'
import { type JsonObject, membersOf } from '../json.ts'
import { unsupported } from '../refusal.ts'

export function passRequest(call: RoutedCall): TranslatedCall {
  return { ...call, sent: { ...call.body, model: call.route.model }, dropped: [] }
}

/** @throws GatewayRefusal 400 for a field without a counterpart, unless the operator chose to drop those; for a malformed body */
export function bridgeRequest(call: RoutedCall): TranslatedCall {
  return bridged(call, responsesRequest(call.body), 'the Responses API')
}

/** @throws GatewayRefusal 400, as above */
export function bridgeBackRequest(call: RoutedCall): TranslatedCall {
  return bridged(call, chatRequest(call.body), 'Chat Completions')
}

function bridged(call: RoutedCall, { request, lost }: BridgedRequest, by: string): TranslatedCall {
  if (lost.length > 0 && call.gateway.config.onUnsupported === 'refuse') {
    throw unsupported(lost, `The model '${call.route.alias}' is served by ${by}, which has no counterpart.`)
  }
  return { ...call, sent: { ...request, model: call.route.model }, dropped: lost }
}

/** @throws GatewayRefusal when the provider's response says that it failed */
export function bridgeReply(response: JsonObject, call: AnsweredCall): ChatCompletion {
  return chatCompletion(response, call.route.alias)
}

export function bridgeStream(
  events: AsyncIterable<JsonObject>,
  call: AnsweredCall,
): AsyncIterable<ChatChunk | StreamFailure> {
  const includeUsage = membersOf(call.body['stream_options'])['include_usage'] === true
  return chatChunks(events, { model: call.route.alias, includeUsage })
}

/** @throws GatewayRefusal when the provider's completion is none */
export function bridgeBackReply(completion: JsonObject, call: AnsweredCall): JsonObject {
  return responseOf(completion, askedBy(call))
}

export function bridgeBackStream(chunks: AsyncIterable<JsonObject>, call: AnsweredCall): AsyncIterable<ResponseEvent> {
  return responseEvents(chunks, askedBy(call))
}

function askedBy({ route, body }: AnsweredCall): ResponseAsked {
  return { model: route.alias, fields: body }
}
