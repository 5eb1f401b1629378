import type { Dialect, HeaderPair, ReplyFacts } from '../../src/fake-kit/dialect.ts'
import { bearerKey } from '../bearer-key.ts'
import { openaiDialect } from '../openai/dialect.ts'
import { edgePage } from './edge-pages.ts'
import { envelope } from './envelope.ts'
import { limitHeaders } from './limits.ts'
import { refusals } from './refusals.ts'

export const codexDialect: Dialect = {
  versionPath: '/backend-api/codex',
  // What stands behind the gate is OpenAI's, and names things as OpenAI does.
  ids: { ...openaiDialect.ids, request: { prefix: '', length: 32, alphabet: 'hex' } },
  credential: bearerKey,
  refusals,
  envelope,
  page: ({ rule }) => edgePage(rule)?.page,
  // KarpelesLab/teamclaude#154
  unlabelledStreams: true,
  limitsPer: 'account',
  headers: replyHeaders,
}

/** Whose plan is used up reads from headers when it is not any more: openai/codex, codex-api/src/rate_limits.rs. */
function replyHeaders(facts: ReplyFacts): readonly HeaderPair[] {
  const rule = facts.refusal?.rule ?? ''
  const edge = edgePage(rule)
  if (edge !== undefined) return edge.headers
  const request: HeaderPair = ['x-oai-request-id', facts.requestId]
  return rule === 'codex/usage-limit' ? [request, ...limitHeaders(facts)] : [request]
}
