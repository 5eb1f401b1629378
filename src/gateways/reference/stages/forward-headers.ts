import type { AddressedCall } from '../call.ts'

/** Adds the client's headers that the operator named, and no other: each may carry a credential or an identity. */
export function forwardHeaders(call: AddressedCall): AddressedCall {
  const forwarded: Record<string, string | string[]> = {}
  for (const name of call.route.forwardHeaders) {
    const value = call.headers[name]
    if (value !== undefined) forwarded[name] = value
  }
  // What the gateway itself writes wins.
  return { ...call, target: { ...call.target, headers: { ...forwarded, ...call.target.headers } } }
}
