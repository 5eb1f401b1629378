/**
 * Headers that the gateway writes itself, or that belong to one connection, or that may carry a credential: a client's own
 * never go on, whoever asks for it. Lower case.
 */
const own: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'api-key',
  'authorization',
  'chatgpt-account-id',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'originator',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'x-api-key',
  'x-goog-api-key',
])

/** Why a header of this name cannot be forwarded, as the end of a sentence that begins with it; `undefined` when it can. */
export function whyNotForwarded(name: string): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) return 'is no name of a header in lower case'
  return own.has(name) ? "is the gateway's own" : undefined
}

/** The way out for an operator who named one of them. */
export const forwardHint = 'Name headers of the client that the provider needs, such as x-trace-id.'
