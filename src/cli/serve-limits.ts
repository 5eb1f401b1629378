import { Fault } from '../contract/fault.ts'
import type { LimitedQuantity, RateLimit } from '../fake-kit/rate-limit.ts'

const quantities: readonly LimitedQuantity[] = ['requests', 'tokens']

const milliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/**
 * The rate limits of each provider: `openai=requests:60/1m,tokens:10000/1m`.
 * @param served ids of the providers that are served
 * @throws Fault E_OPTION_VALUE, E_OPTION_TWICE
 */
export function limitsByProvider(
  options: readonly string[],
  served: readonly string[],
): ReadonlyMap<string, readonly RateLimit[]> {
  const limits = new Map<string, readonly RateLimit[]>()
  for (const option of options) {
    const [provider = '', text = ''] = option.split('=', 2)
    if (!served.includes(provider)) throw wrong(option, `Write one of ${served.join(', ')} before the equals sign.`)
    if (limits.has(provider)) {
      throw new Fault('E_OPTION_TWICE', `--limit ${provider} is given twice`, { hint: 'Join them with a comma.' })
    }
    limits.set(
      provider,
      text.split(',').map((each) => limitOf(each, option)),
    )
  }
  return limits
}

function limitOf(text: string, option: string): RateLimit {
  const [, quantity = '', limit = '', length = '', unit = ''] = /^(\w+):(\d+)\/(\d+)([a-z]+)$/.exec(text) ?? []
  const of = quantities.find((each) => each === quantity)
  const windowMs = Number(length) * (milliseconds[unit] ?? 0)
  if (of !== undefined && Number(limit) > 0 && windowMs > 0) return { of, limit: Number(limit), windowMs }
  throw wrong(option, 'Write PROVIDER=requests:60/1m,tokens:10000/1m; the units of time are ms, s, m, h and d.')
}

function wrong(option: string, hint: string): Fault {
  return new Fault('E_OPTION_VALUE', `--limit ${option} is no rate limit`, { hint })
}
