import type { Canary } from '../leak/canary.ts'

/**
 * Addresses are secrets too: the gateway's is none of the provider's business, the provider's none of the client's. Where
 * the client is sent to the provider itself, there is no address of a gateway.
 * @param gateways URLs that clients call
 * @param providers URLs that a gateway is to call
 */
export function addressCanaries(gateways: readonly string[], providers: readonly string[]): readonly Canary[] {
  const called = hostsOf(providers)
  const own = [...hostsOf(gateways)].filter((host) => !called.has(host))
  return [
    ...own.map((value) => ({ role: 'gateway-url', value }) as const),
    ...[...called].map((value) => ({ role: 'provider-url', value }) as const),
  ]
}

function hostsOf(urls: readonly string[]): ReadonlySet<string> {
  return new Set(urls.map((url) => new URL(url).host))
}
