import type { Dialect, HeaderPair, ReplyFacts } from '../../src/fake-kit/dialect.ts'
import { bearerKey } from '../bearer-key.ts'
import { envelope } from './envelope.ts'
import { organizationId } from './organization.ts'
import { limitHeaders, retryHeadersOf } from './rate-limits.ts'
import { refusals } from './refusals.ts'

export const openaiDialect: Dialect = {
  versionPath: '/v1',
  ids: {
    request: { prefix: 'req_', length: 32, alphabet: 'hex' },
    completion: { prefix: 'chatcmpl-', length: 29, alphabet: 'alphanumeric' },
    response: { prefix: 'resp_', length: 50, alphabet: 'hex' },
    message: { prefix: 'msg_', length: 50, alphabet: 'hex' },
    'function-call': { prefix: 'fc_', length: 50, alphabet: 'hex' },
    'custom-call': { prefix: 'ctc_', length: 50, alphabet: 'hex' },
    compaction: { prefix: 'cmp_', length: 50, alphabet: 'hex' },
    'tool-call': { prefix: 'call_', length: 24, alphabet: 'alphanumeric' },
  },
  credential: bearerKey,
  refusals,
  envelope,
  limitsPer: 'model',
  headers: replyHeaders,
}

/** Statuses that are answered before the provider knows an account. */
const anonymousStatuses: ReadonlySet<number> = new Set([401, 404, 405, 426])

/** Names and order: chidiwilliams/buzz#381 and the vendor's page on rate limits. */
function replyHeaders(facts: ReplyFacts): readonly HeaderPair[] {
  const { status, requestId, processingMs } = facts
  const request: HeaderPair = ['x-request-id', requestId]
  if (anonymousStatuses.has(status)) return [request]
  const processing: HeaderPair = ['openai-processing-ms', String(processingMs)]
  return [organization, processing, version, ...limitHeaders(facts), ...retryHeadersOf(facts), request]
}

const organization: HeaderPair = ['openai-organization', organizationId]
const version: HeaderPair = ['openai-version', '2020-10-01']
