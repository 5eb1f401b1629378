import { isRecord } from '../../contract/pointer.ts'
import type { AnsweredCall } from './call.ts'
import { type JsonObject, parseJson } from './json.ts'
import { providerFailed } from './refusal.ts'

/** By the reply's own type; a provider that sends none (some do) answers as it was asked. */
export function isEventStream(call: AnsweredCall): boolean {
  const type = call.reply.headers['content-type']
  return type === undefined ? call.sent['stream'] === true : type.startsWith('text/event-stream')
}

/** @throws GatewayRefusal 502 when it is cut, or no JSON object */
export async function readObject(body: AsyncIterable<Uint8Array>): Promise<JsonObject> {
  const text = await readText(body)
  try {
    const value = parseJson(text)
    if (isRecord(value)) return value
  } catch {
    // Told below, like any other reply that is no object.
  }
  throw providerFailed('The provider answered with something that is no JSON object.', 'provider_reply')
}

/** @throws GatewayRefusal 502 when it is cut */
export async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  try {
    for await (const piece of body) pieces.push(piece)
  } catch {
    throw providerFailed("The provider's reply was cut.", 'provider_cut')
  }
  return Buffer.concat(pieces).toString('utf8')
}
