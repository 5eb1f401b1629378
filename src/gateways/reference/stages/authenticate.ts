import { createHash } from 'node:crypto'
import type { Arrival, KnownCall } from '../call.ts'
import { wrongKey } from '../refusal.ts'

/** @throws GatewayRefusal 401 for a key that is neither the master key nor a user's */
export function authenticate(arrival: Arrival): KnownCall {
  const key = /^bearer +(\S+)$/i.exec(arrival.headers.authorization ?? '')?.[1]
  const caller = key === undefined ? undefined : arrival.gateway.callers.get(hashOfKey(key))
  if (!caller) throw wrongKey()
  return { ...arrival, caller }
}

export function hashOfKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
