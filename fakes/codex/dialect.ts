import type { Dialect } from '../../src/fake-kit/dialect.ts'
import { bearerKey } from '../bearer-key.ts'
import { openaiDialect } from '../openai/dialect.ts'
import { envelope } from './envelope.ts'
import { refusals } from './refusals.ts'

export const codexDialect: Dialect = {
  versionPath: '/backend-api/codex',
  // What stands behind the gate is OpenAI's, and names things as OpenAI does.
  ids: { ...openaiDialect.ids, request: { prefix: '', length: 32, alphabet: 'hex' } },
  credential: bearerKey,
  refusals,
  envelope,
  // KarpelesLab/teamclaude#154
  unlabelledStreams: true,
  headers: ({ requestId }) => [['x-oai-request-id', requestId]],
}
