import type { Refusal } from '../../src/contract/contract.ts'
import { type HeaderPair, headerOf, type ReplyFacts } from '../../src/fake-kit/dialect.ts'
import type { Call } from '../../src/fake-kit/reply.ts'
import { fieldsOf, textOf } from '../surfaces/fields.ts'
import { limitHeaders, retryHeadersOf } from './rate-limits.ts'

/** Of every reply, also of those of the gateway. Names: microsoft/copilot-camp#551, SciSharp/BotSharp#386. */
export function replyHeaders(facts: ReplyFacts): readonly HeaderPair[] {
  const { refusal, requestId, processingMs } = facts
  const id = uuid(requestId)
  const always: readonly HeaderPair[] = [
    ['apim-request-id', id],
    ['strict-transport-security', 'max-age=31536000; includeSubDomains; preload'],
    ['x-content-type-options', 'nosniff'],
    ['x-ms-region', 'North Central US'],
  ]
  if (refusal !== undefined) return [...always, ...(isOfModel(refusal) ? modelError : retryHeadersOf(facts))]
  return [...always, ['x-request-id', id], ['x-envoy-upstream-service-time', String(processingMs)], ...ofEngine]
}

/** What the gateway refuses by itself has none of them. */
function isOfModel({ rule, status, envelope }: Refusal): boolean {
  return status === 400 && (envelope !== 'flat' || rule === 'azure-openai/filtered-prompt')
}

const modelError: readonly HeaderPair[] = [
  ['ms-azureml-model-error-reason', 'model_error'],
  ['ms-azureml-model-error-statuscode', '400'],
]

const ofEngine: readonly HeaderPair[] = [
  ['azureml-model-session', 'v20260101-1-160000000'],
  ['x-accel-buffering', 'no'],
  ['x-ms-rai-invoked', 'true'],
]

/** Of an answer on a surface whose limits count requests and tokens. */
export function limitedHeaders(call: Call): readonly HeaderPair[] {
  return [...deploymentHeaders(call), ...limitHeaders(call)]
}

/** Of an answer on the Responses surface: learn.microsoft.com/answers/5625878. */
export function unlimitedHeaders(call: Call): readonly HeaderPair[] {
  return [...deploymentHeaders(call), ['x-ratelimit-limit-tokens', '-1'], ['x-ratelimit-reset-tokens', '0']]
}

function deploymentHeaders({ params, body, headers, id }: Call): readonly HeaderPair[] {
  const deployment = params['deployment'] ?? textOf(fieldsOf(body)['model'])
  return [
    ['x-ms-client-request-id', headerOf(headers, 'x-ms-client-request-id') ?? uuid(id('request'))],
    ...(deployment === '' ? [] : [['x-ms-deployment-name', inHeader(deployment)] as const]),
  ]
}

/** A header holds no more than the letters of English; how the provider writes others was not seen. */
function inHeader(name: string): string {
  return name.toWellFormed().replace(/[^\x20-\x7e]/gu, encodeURIComponent)
}

/** Thirty-two hexadecimal digits as they are written here. */
function uuid(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
