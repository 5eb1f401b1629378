import type { Outcome, ProviderReply } from '../call.ts'

/** A provider that asks for a longer wait than this is not waited for. */
const longestWaitMs = 10_000

/** Before the first retry when the provider names no wait; every further one waits twice as long. */
const firstWaitMs = 100

/** Whether another attempt may go better: a limit, a failure of the provider's own, or no answer. Any other answer stands. */
export function mayPass(outcome: Outcome): boolean {
  if (outcome.kind === 'unanswered') return true
  const { status } = outcome.call.reply
  return status === 429 || status >= 500
}

/**
 * How long to wait before the same target is asked again, in milliseconds; `undefined` when it should not be.
 * @param tried how often it was asked so far, at least 1
 */
export function retryWait(outcome: Outcome, tried: number): number | undefined {
  if (!mayPass(outcome)) return undefined
  const asked = outcome.kind === 'answered' ? askedWait(outcome.call.reply) : undefined
  const wait = asked ?? firstWaitMs * 2 ** (tried - 1)
  return wait <= longestWaitMs ? wait : undefined
}

/** In milliseconds. A date counts from the provider's own. */
function askedWait({ headers }: ProviderReply): number | undefined {
  const milliseconds = headers['retry-after-ms']
  if (typeof milliseconds === 'string' && isDecimal(milliseconds)) return Number(milliseconds)
  const after = headers['retry-after']
  if (after === undefined) return undefined
  if (isDecimal(after)) return Number(after) * 1000
  const wait = Date.parse(after) - Date.parse(headers.date ?? '')
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}

function isDecimal(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text)
}
