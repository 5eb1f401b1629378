import type { Refusal } from '../../src/contract/contract.ts'
import type { AskedModel, HeaderPair, ReplyFacts, ReplyMoment } from '../../src/fake-kit/dialect.ts'
import type { LimitExcess } from '../../src/fake-kit/rate-limit.ts'
import { retryHeaders, wholeSeconds } from '../retry-headers.ts'
import { gatewayRefusal } from './gateway-words.ts'

/** The dated surface tells the operation and the version, the other one only when to try again. */
export function rateLimited({ standing, retryMs }: LimitExcess, { visit }: AskedModel): Refusal {
  const hint = 'Wait as long as `retry-after` says, or set a higher limit.'
  const seconds = String(wholeSeconds(retryMs ?? standing.windowMs))
  const version = visit.query.get('api-version')
  if (version === null || visit.operation.path.startsWith('/openai/v1/')) {
    return gatewayRefusal('rate-limit', hint, { seconds })
  }
  const quantity = standing.of === 'tokens' ? 'token' : 'call'
  return gatewayRefusal('tier-limit', hint, { operation: nameOf(visit.operation.id), version, quantity, seconds })
}

/** `createDeploymentChatCompletion` as the gateway calls it. */
function nameOf(operation: string): string {
  const [, noun = operation] = /^create(?:Deployment|Dated)?(\w+)$/.exec(operation) ?? []
  return `${noun}s_Create`
}

/** What a quantity says of itself where it has no limit. */
const unlimited = {
  requests: { limit: 250, used: 1 },
  tokens: { limit: 250_000, used: 16 },
} as const

/** Of an answer on a surface whose limits count requests and tokens. */
export function limitHeaders({ limits }: ReplyMoment): readonly HeaderPair[] {
  const quantities = (['requests', 'tokens'] as const).map((of) => {
    const { limit, used } = limits?.standings.find((each) => each.of === of) ?? unlimited[of]
    return { of, limit, remaining: Math.max(0, limit - used) }
  })
  return [
    ...quantities.map(({ of, limit }) => [`x-ratelimit-limit-${of}`, String(limit)] as const),
    ...quantities.map(({ of, remaining }) => [`x-ratelimit-remaining-${of}`, String(remaining)] as const),
  ]
}

/** Of the example in the words of the rule. */
const scriptedRetryMs = 2000

/** A limit that a request can never keep to says so by its whole window. */
export function retryHeadersOf({ refusal, limits }: ReplyFacts): readonly HeaderPair[] {
  if (refusal?.rule !== 'azure-openai/rate-limit' && refusal?.rule !== 'azure-openai/tier-limit') return []
  const { excess } = limits ?? {}
  return retryHeaders(excess === undefined ? scriptedRetryMs : (excess.retryMs ?? excess.standing.windowMs))
}
