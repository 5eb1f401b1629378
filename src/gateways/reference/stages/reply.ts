import { isRecord } from '../../../contract/pointer.ts'
import type { ChatChunk, StreamFailure } from '../bridge/chat-shapes.ts'
import type { AnsweredCall, Arrival, ClientReply } from '../call.ts'
import { type JsonObject, parseJson } from '../json.ts'
import { type GatewayRefusal, providerFailed } from '../refusal.ts'
import { eventFrames } from '../sse.ts'

/** What of the provider's reply headers is the client's business. The others describe the operator's account. */
const passedOn = ['content-type', 'retry-after', 'retry-after-ms'] as const

const json = { 'content-type': 'application/json; charset=utf-8' } as const

/** The bytes as they come, at once. */
export function passReply(call: AnsweredCall): ClientReply {
  const { status, body } = call.reply
  return { status, headers: headersFor(call), body }
}

/**
 * The provider's status and words, where they speak of the request.
 * @throws GatewayRefusal 502 where they speak of the gateway: a redirect, or a credential the client does not have
 */
export async function passError(call: AnsweredCall): Promise<ClientReply> {
  const { status } = call.reply
  const text = (await readBytes(call.reply.body)).toString('utf8')
  if (status < 400) throw providerFailed('The provider answered with a redirect.', 'provider_redirect')
  if (status === 401) throw providerFailed("The provider refused the gateway's credential.", 'provider_credential')
  return { status, headers: headersFor(call), body: withoutSecrets(text, call) }
}

export function refuse(refusal: GatewayRefusal, _arrival: Arrival): ClientReply {
  return jsonReply(refusal.status, { error: refusal.error })
}

export function jsonReply(status: number, body: object): ClientReply {
  return { status, headers: json, body: JSON.stringify(body) }
}

export function eventReply(chunks: AsyncIterable<ChatChunk | StreamFailure>): ClientReply {
  return { status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8' }, body: eventFrames(chunks) }
}

/** Names what the gateway left out, so that nothing goes missing in silence. */
export function withDropSignal(reply: ClientReply, dropped: readonly string[]): ClientReply {
  if (dropped.length === 0) return reply
  return { ...reply, headers: { ...reply.headers, [dropSignalHeader]: dropped.map(headerText).join(', ') } }
}

export const dropSignalHeader = 'x-gateway-dropped-params'

/** A field's name is the client's: whatever could end the header or the list is percent-encoded. */
function headerText(name: string): string {
  return name.toWellFormed().replace(/[^!-+\--~]/gu, encodeURIComponent)
}

/** By the reply's own type; a provider that sends none (some do) answers as it was asked. */
export function isEventStream(call: AnsweredCall): boolean {
  const type = call.reply.headers['content-type']
  return type === undefined ? call.sent['stream'] === true : type.startsWith('text/event-stream')
}

/** @throws GatewayRefusal 502 when it is no JSON object */
export async function readJson(body: AsyncIterable<Uint8Array>): Promise<JsonObject> {
  const value = parsed((await readBytes(body)).toString('utf8'))
  if (!isRecord(value)) throw providerFailed('The provider answered with something that is not JSON.', 'provider_reply')
  return value
}

function parsed(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/** @throws GatewayRefusal 502 when the connection is cut */
async function readBytes(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  try {
    for await (const piece of body) pieces.push(piece)
    return Buffer.concat(pieces)
  } catch {
    throw providerFailed("The provider's reply was cut.", 'provider_cut')
  }
}

function headersFor(call: AnsweredCall): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name of passedOn) {
    const value = call.reply.headers[name]
    if (typeof value === 'string') headers[name] = value
  }
  return headers
}

/** Some providers repeat the key or the URL they were called with. */
function withoutSecrets(text: string, { route }: AnsweredCall): string {
  const secrets = [route.apiKey, route.baseUrl, new URL(route.baseUrl).host]
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, '[redacted]'), text)
}
