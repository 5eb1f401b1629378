import type { Refusal } from '../../src/contract/contract.ts'
import type { AskedModel, HeaderPair, ReplyFacts, ReplyMoment } from '../../src/fake-kit/dialect.ts'
import type { LimitExcess } from '../../src/fake-kit/rate-limit.ts'
import { retryHeaders } from '../retry-headers.ts'
import { organizationId } from './organization.ts'
import { refusal } from './refusal.ts'

const limitsPage = 'https://platform.openai.com/account/rate-limits'
const dayMs = 86_400_000

/** What a request goes beyond: continuedev/continue#11472, vanderschaarlab/climb#1. */
export function rateLimited({ standing, requested, retryMs }: LimitExcess, { model }: AskedModel): Refusal {
  const { of, limit, used, windowMs } = standing
  const where = `for ${model} in organization ${organizationId} on ${unitOf(of, windowMs)}`
  const extras = { type: of, code: 'rate_limit_exceeded' }
  if (retryMs === undefined) {
    const message = `Request too large ${where}: Limit ${limit}, Requested ${requested}. The input or output tokens must be reduced in order to run successfully. Visit ${limitsPage} to learn more.`
    return refusal('request-too-large', 429, message, { ...extras, hint: 'Ask for less, or set a higher limit.' })
  }
  const message = `Rate limit reached ${where}: Limit ${limit}, Used ${used}, Requested ${requested}. Please try again in ${durationText(retryMs)}. Visit ${limitsPage} to learn more.`
  return refusal('rate-limit', 429, message, {
    ...extras,
    hint: 'Wait as long as `retry-after` says, or set a higher limit.',
  })
}

function unitOf(of: string, windowMs: number): string {
  const per = windowMs >= dayMs ? 'day' : 'min'
  return `${of} per ${per} (${of.charAt(0).toUpperCase()}P${per === 'day' ? 'D' : 'M'})`
}

/** As Go writes durations: `12ms`, `11.054s`, `6m0s`, `1h2m3s`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds}ms`
  const seconds = (milliseconds % 60_000) / 1000
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes === 0) return `${seconds}s`
  return minutes < 60 ? `${minutes}m${seconds}s` : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}s`
}

/** What a quantity says of itself where it has no limit. */
const unlimited = {
  requests: { limit: 5000, remaining: 4999, resetMs: 12 },
  tokens: { limit: 160_000, remaining: 159_976, resetMs: 9 },
} as const

/** Names and order: the vendor's guide to rate limits. */
export function limitHeaders({ limits }: ReplyMoment): readonly HeaderPair[] {
  return limits === undefined ? unlimitedHeaders : headersOf(limits)
}

function headersOf(limits: ReplyMoment['limits']): readonly HeaderPair[] {
  const quantities = (['requests', 'tokens'] as const).map((of) => {
    const standing = limits?.standings.find((each) => each.of === of)
    const shown = standing && { ...standing, remaining: Math.max(0, standing.limit - standing.used) }
    return [of, shown ?? unlimited[of]] as const
  })
  return [
    ...quantities.map(([of, { limit }]) => [`x-ratelimit-limit-${of}`, String(limit)] as const),
    ...quantities.map(([of, { remaining }]) => [`x-ratelimit-remaining-${of}`, String(remaining)] as const),
    ...quantities.map(([of, { resetMs }]) => [`x-ratelimit-reset-${of}`, durationText(resetMs)] as const),
  ]
}

/** Of nearly every reply. */
const unlimitedHeaders = headersOf(undefined)

/** Of the example in the words of the rule. */
const scriptedRetryMs = 174

/** Nothing that is too large is worth another try. */
export function retryHeadersOf({ refusal: said, limits }: ReplyFacts): readonly HeaderPair[] {
  return said?.rule === 'openai/rate-limit' ? retryHeaders(limits?.excess?.retryMs ?? scriptedRetryMs) : []
}
