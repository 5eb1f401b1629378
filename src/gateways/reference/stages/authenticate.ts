import { hash } from 'node:crypto'
import type { Caller, ClientRequest } from '../call.ts'
import { wrongKey } from '../refusal.ts'

/** @throws GatewayRefusal 401 for a key that is neither the master key nor a user's */
export function authenticate({ gateway, headers }: ClientRequest): Caller {
  const key = /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  const caller = key === undefined ? undefined : gateway.callers.get(hashOfKey(key))
  if (!caller) throw wrongKey()
  return caller
}

export function hashOfKey(key: string): string {
  return hash('sha256', key)
}
