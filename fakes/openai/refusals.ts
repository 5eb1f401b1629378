import type { Refusal } from '../../src/contract/contract.ts'
import type { DialectRefusals } from '../../src/fake-kit/dialect.ts'
import { ownRefusals } from '../own-refusals.ts'
import { maskedKey } from './credential.ts'
import { rateLimited } from './rate-limits.ts'
import { refusal } from './refusal.ts'

const keysPage = 'https://platform.openai.com/account/api-keys'

export const refusals: DialectRefusals = {
  unknownPath: (method, path) =>
    path.startsWith('/v1/')
      ? refusal('unknown-path', 404, `Invalid URL (${method} ${path})`, {
          hint: 'Look for a path that the gateway appended twice, or an operation that this fake does not know.',
        })
      : refusal(
          'unknown-url',
          404,
          `Unknown request URL: ${method} ${path}. Please check the URL for typos, or see the docs at https://platform.openai.com/docs/api-reference/.`,
          { code: 'unknown_url', hint: 'The base URL that the gateway is given for this provider ends with /v1.' },
        ),
  unknownMethod: (method, path, allowed) =>
    refusal(
      'unknown-method',
      405,
      `Not allowed to ${method} on ${path}. (HINT: Perhaps you meant to use a different HTTP method?)`,
      { hint: `The path takes ${allowed.join(', ')}.` },
    ),
  missingKey: () =>
    refusal(
      'missing-key',
      401,
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.",
      { hint: 'Send `Authorization: Bearer` with a key of this run, or relax openai/missing-key.' },
    ),
  wrongKey: (key) =>
    refusal(
      'wrong-key',
      401,
      `Incorrect API key provided: ${maskedKey(key)}. You can find your API key at ${keysPage}.`,
      { code: 'invalid_api_key', hint: 'Use the key that was minted for this case, or relax openai/wrong-key.' },
    ),
  contentType: (type, wanted) =>
    refusal(
      'content-type',
      400,
      `Unsupported content type: '${type}'. This API method only accepts '${wanted}' requests, but you specified the header 'Content-Type: ${type}'. Please try again with a supported content type.`,
      { code: 'unsupported_content_type', hint: `Send ${wanted}, or relax openai/content-type.` },
    ),
  malformedBody: (why, wanted) => (wanted === 'application/json' ? malformedJson(why) : malformedForm(why)),
  tooLarge: (limitBytes, readBytes) =>
    refusal('body-too-large', 413, `Maximum content size limit (${limitBytes}) exceeded (${readBytes} bytes read)`, {
      type: 'server_error',
      hint: 'Send less, or start the fake with a higher limit.',
    }),
  rateLimited,
  upgrade: () =>
    refusal('no-websocket', 426, 'WebSocket connections are not supported here. Please use HTTP.', {
      hint: 'This fake does not speak WebSocket; its clients fall back to HTTP when they are told so.',
    }),
  ...ownRefusals(refusal),
}

function malformedJson(why: string): Refusal {
  return refusal(
    'malformed-body',
    400,
    "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble figuring out how to fix this, please contact us through our help center at help.openai.com.)",
    { hint: `In detail: ${why}.` },
  )
}

function malformedForm(why: string): Refusal {
  return refusal('malformed-form', 400, 'Could not parse multipart form', { hint: `In detail: ${why}.` })
}
