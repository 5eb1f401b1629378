import type { Refusal } from '../contract/contract.ts'
import { isRecord } from '../contract/pointer.ts'
import type { Visit } from './dialect.ts'
import type { Fake } from './fake.ts'
import type { LimitCost, LimitReading } from './rate-limit.ts'

/** What the limits of a provider say about one request, and how the provider says it. */
export interface LimitAnswer {
  /** `undefined`: the provider has no limits. */
  readonly reading: LimitReading | undefined
  readonly refusal: Refusal | undefined
}

const unlimited: LimitAnswer = { reading: undefined, refusal: undefined }
const nothing: LimitCost = { requests: 0, tokens: 0 }

/** What counts of a request: nothing without a body; the request itself when it is refused; else what it asks for, too. */
export type Counted = 'nothing' | 'request' | 'all'

/** Counts a request towards the limits. @param body as the engine gets it */
export function askLimits(
  { limiter, dialect, stage }: Fake,
  token: string | undefined,
  body: unknown,
  counted: Counted,
  visit: () => Visit,
): LimitAnswer {
  if (limiter.limits.length === 0) return unlimited
  const model = modelOf(body)
  const scope = { token, model: dialect.limitsPer === 'model' ? model : undefined }
  const reading = limiter.ask(scope, costOf(body, counted), stage.clock())
  if (reading?.excess === undefined) return { reading, refusal: undefined }
  return { reading, refusal: dialect.refusals.rateLimited(reading.excess, { visit: visit(), model }) }
}

function costOf(body: unknown, counted: Counted): LimitCost {
  if (counted === 'nothing') return nothing
  return { requests: 1, tokens: counted === 'all' ? tokensAsked(body) : 0 }
}

function modelOf(body: unknown): string {
  const model = isRecord(body) ? body['model'] : undefined
  return typeof model === 'string' ? model : ''
}

/** The larger of what the request may be answered with and four characters a token: OpenAI's guide to rate limits. */
function tokensAsked(body: unknown): number {
  const fields = isRecord(body) ? body : {}
  const output = ['max_completion_tokens', 'max_output_tokens', 'max_tokens']
    .map((name) => fields[name])
    .filter((value) => typeof value === 'number')
  return Math.max(Math.ceil(lettersOf(body) / 4), ...output)
}

function lettersOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (value === null || typeof value !== 'object') return 0
  return Object.values(value).reduce<number>((sum, part) => sum + lettersOf(part), 0)
}
