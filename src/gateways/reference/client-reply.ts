import type { ClientReply } from './call.ts'
import type { GatewayRefusal } from './refusal.ts'

/** Lists what the gateway left out of a request because the provider's surface has no place for it. */
export const dropSignalHeader = 'x-gateway-dropped-params'

export function jsonReply(status: number, body: object): ClientReply {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) }
}

export function refusalReply({ status, error }: GatewayRefusal): ClientReply {
  return jsonReply(status, { error })
}

export function streamReply(frames: AsyncIterable<string>): ClientReply {
  return { status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8' }, body: frames }
}

/** Names what was left out, so that nothing goes missing in silence. */
export function withDropSignal(reply: ClientReply, dropped: readonly string[]): ClientReply {
  if (dropped.length === 0) return reply
  return { ...reply, headers: { ...reply.headers, [dropSignalHeader]: dropped.map(headerText).join(', ') } }
}

/** A field's name is the client's: whatever could end the header or the list is percent-encoded. */
function headerText(name: string): string {
  return name.toWellFormed().replace(/[^!-+\--~]/gu, encodeURIComponent)
}
