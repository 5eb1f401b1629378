import type { AnsweredCall, ClientReply } from '../call.ts'
import { inEnvelope } from '../error-envelope.ts'
import { isEventStream, readText } from '../provider-reply.ts'
import { providerFailed } from '../refusal.ts'

/** What of the provider's reply headers is the client's business. The others describe the operator's account. */
const passedOn = ['content-type', 'retry-after', 'retry-after-ms'] as const

/** The bytes as they come, at once. A stream that its provider does not name as one is named. */
export function passReply(call: AnsweredCall): ClientReply {
  const { status, body } = call.reply
  const type = isEventStream(call) ? { 'content-type': 'text/event-stream; charset=utf-8' } : {}
  return { status, headers: { ...type, ...headersFor(call) }, body }
}

/**
 * The provider's status and words, where they speak of the request.
 * @throws GatewayRefusal 502 where they speak of the gateway: a redirect, or a credential that the client does not have
 */
export async function passError(call: AnsweredCall): Promise<ClientReply> {
  const { status } = call.reply
  const text = await readText(call.reply.body)
  if (status < 400) throw providerFailed('The provider answered with a redirect.', 'provider_redirect')
  if (status === 401) throw providerFailed("The provider refused the gateway's credential.", 'provider_credential')
  const body = withoutSecrets(text, call)
  const wrapped = inEnvelope(body, status)
  if (wrapped === undefined) return { status, headers: headersFor(call), body }
  return { status, headers: { ...headersFor(call), 'content-type': 'application/json; charset=utf-8' }, body: wrapped }
}

function headersFor(call: AnsweredCall): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name of passedOn) {
    const value = call.reply.headers[name]
    if (typeof value === 'string') headers[name] = value
  }
  return headers
}

/** Some providers repeat the key or the URL that they were called with. */
function withoutSecrets(text: string, { route }: AnsweredCall): string {
  const secrets = [route.apiKey, route.baseUrl, new URL(route.baseUrl).host]
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, '[redacted]'), text)
}
