import type { Refusal } from '../../src/contract/contract.ts'
import type { DialectRefusals } from '../../src/fake-kit/dialect.ts'
import { refusals as openai } from '../openai/refusals.ts'
import { apiKey } from './credential.ts'
import { gatewayRefusal } from './gateway-words.ts'
import { rateLimited } from './rate-limits.ts'
import { asAzure } from './rules.ts'

const keyHint =
  'Send the key that was minted for this case as `api-key` or as `Authorization: Bearer`, or relax the rule.'

export const refusals: DialectRefusals = {
  unknownPath: (method, path) => notFound(`There is no operation ${method} ${path}.`),
  unknownMethod: (_method, _path, allowed) => notFound(`The path takes ${allowed.join(', ')}.`),
  missingKey: () => gatewayRefusal('wrong-token', keyHint),
  wrongKey: (_key, headers) => gatewayRefusal(apiKey(headers) === undefined ? 'wrong-token' : 'wrong-key', keyHint),
  contentType: (type, wanted) => likeOpenai(openai.contentType(type, wanted)),
  malformedBody: (why, wanted) => likeOpenai(openai.malformedBody(why, wanted)),
  tooLarge: (limitBytes, readBytes) => likeOpenai(openai.tooLarge(limitBytes, readBytes)),
  rateLimited,
  upgrade: () => likeOpenai(openai.upgrade()),
  malformedHttp: (why) => likeOpenai(openai.malformedHttp(why)),
  fault: (message) => likeOpenai(openai.fault(message)),
}

/** In the words for a path without version. */
function notFound(hint: string): Refusal {
  return { ...gatewayRefusal('no-version', hint), rule: 'azure-openai/unknown-path' }
}

function likeOpenai(refusal: Refusal): Refusal {
  return { ...refusal, rule: asAzure(refusal.rule), hint: asAzure(refusal.hint) }
}
