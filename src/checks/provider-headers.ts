import type { ProviderId } from '../contract/surface.ts'

/** What HTTP needs, and what HTTP libraries write by themselves. Lower case. */
const ofHttp = [
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'expect',
  'host',
  'keep-alive',
  'pragma',
  'priority',
  'sec-fetch-mode',
  'te',
  'transfer-encoding',
  'user-agent',
]

/** Numbers that a gateway gives a call, to find it again. They say nothing about anybody. */
const ofTracing = ['idempotency-key', 'traceparent', 'tracestate', 'x-client-request-id', 'x-request-id']

const ofOpenai = ['authorization', 'openai-beta', 'openai-organization', 'openai-project']

/** Besides the ones above, what each provider takes from its callers. */
const ofProvider: Readonly<Record<ProviderId, readonly string[]>> = {
  openai: ofOpenai,
  'azure-openai': [...ofOpenai, 'api-key', 'x-ms-client-request-id', 'x-ms-useragent'],
  codex: [
    ...ofOpenai,
    'chatgpt-account-id',
    'conversation_id',
    'originator',
    'session-id',
    'session_id',
    'thread-id',
    'version',
  ],
}

/** The vendors' own libraries describe themselves in headers of these beginnings. */
const prefixes: Readonly<Record<ProviderId, readonly string[]>> = {
  openai: ['x-stainless-'],
  'azure-openai': ['x-stainless-'],
  codex: ['x-stainless-', 'x-codex-', 'x-oai-', 'x-openai-'],
}

/** Whether a gateway may send a header of this name to this provider without being told to. */
export function isProviderHeader(provider: ProviderId, name: string): boolean {
  const lower = name.toLowerCase()
  return (
    [...ofHttp, ...ofTracing, ...ofProvider[provider]].includes(lower) ||
    prefixes[provider].some((prefix) => lower.startsWith(prefix))
  )
}
