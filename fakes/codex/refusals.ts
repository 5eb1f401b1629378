import type { Refusal } from '../../src/contract/contract.ts'
import type { DialectRefusals } from '../../src/fake-kit/dialect.ts'
import { ownRefusals } from '../own-refusals.ts'
import { type RuleName, usageLimit } from './rules.ts'

/** A JSON Web Token by its looks: three parts. What it claims is nobody's business here. */
const jsonWebToken = /^[\w-]+\.[\w-]+\.[\w-]*$/

export const refusals: DialectRefusals = {
  unknownPath: () =>
    refusal('unknown-path', 404, 'Not Found', {
      hint: 'The base URL that the gateway is given for this provider ends with /backend-api/codex.',
    }),
  unknownMethod: (_method, _path, allowed) =>
    refusal('unknown-method', 405, 'Method Not Allowed', { hint: `The path takes ${allowed.join(', ')}.` }),
  missingKey: () =>
    refusal('missing-token', 401, 'Unauthorized', {
      hint: 'Send `Authorization: Bearer` with a key of this run, or relax codex/missing-token.',
    }),
  wrongKey: (key) => (jsonWebToken.test(key) ? invalidated : unreadable),
  contentType: (type) =>
    refusal('content-type', 400, 'Bad Request', {
      hint: `Send application/json, not '${type}', or relax codex/content-type.`,
    }),
  malformedBody: (why) => refusal('malformed-body', 400, 'Bad Request', { hint: `In detail: ${why}.` }),
  tooLarge: (limitBytes, readBytes) =>
    refusal('body-too-large', 413, 'Request Entity Too Large', {
      hint: `Send less than ${readBytes} bytes, or start the fake with a limit above ${limitBytes}.`,
    }),
  rateLimited: () => ({
    rule: 'codex/usage-limit',
    ...usageLimit,
    hint: 'Wait until the plan can be used again, or set a higher limit.',
  }),
  upgrade: () =>
    refusal('no-websocket', 426, 'Upgrade Required', {
      hint: 'This fake does not speak WebSocket; its clients fall back to HTTP when they are told so.',
    }),
  ...ownRefusals(refusal),
}

const unreadable = refusal(
  'unreadable-token',
  401,
  'Could not parse your authentication token. Please try signing in again.',
  { hint: 'Use the key that was minted for this case, or relax codex/unreadable-token.' },
)

const invalidated = refusal(
  'invalidated-token',
  401,
  'Your authentication token has been invalidated. Please try signing in again.',
  {
    envelope: 'rich',
    code: 'token_invalidated',
    hint: 'Use the key that was minted for this case, or relax codex/invalidated-token.',
  },
)

interface Extras {
  readonly envelope?: 'rich'
  readonly type?: string
  readonly code?: string
  readonly hint: string
}

/** A refusal in the name of one of our rules; flat, unless it says otherwise. */
function refusal(name: RuleName, status: number, message: string, extras: Extras): Refusal {
  const { envelope = 'flat', type = 'invalid_request_error', code = null, hint } = extras
  return { rule: `codex/${name}`, status, message, type, param: null, code, envelope, hint }
}
