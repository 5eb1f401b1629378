import { pipeline, type Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { request } from 'undici'
import type { AddressedCall, AnsweredCall } from '../call.ts'
import { providerFailed } from '../refusal.ts'

const decoders: ReadonlyMap<string | undefined, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])

/** Sends the request once. @throws GatewayRefusal 502 when the provider cannot be reached */
export async function send(call: AddressedCall): Promise<AnsweredCall> {
  const { dispatcher } = call.gateway
  const { url, headers } = call.target
  try {
    const body = JSON.stringify(call.sent)
    const reply = await request(url, { method: 'POST', headers, body, dispatcher, signal: call.signal })
    return {
      ...call,
      reply: { status: reply.statusCode, headers: reply.headers, body: decoded(reply.body, reply.headers) },
    }
  } catch {
    throw providerFailed('The provider could not be reached.', 'provider_unreachable')
  }
}

/** We ask for no content coding; a provider that uses one all the same must not make the client guess. */
function decoded(body: Readable, headers: AnsweredCall['reply']['headers']): Readable {
  const decoder = decoders.get(headers['content-encoding'])?.()
  // A failure on either side destroys the other, and the reader sees it.
  return decoder ? pipeline(body, decoder, () => {}) : body
}
