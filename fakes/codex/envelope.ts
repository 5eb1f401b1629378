import type { Refusal } from '../../src/contract/contract.ts'
import type { ReplyMoment } from '../../src/fake-kit/dialect.ts'
import { envelope as richEnvelope } from '../openai/envelope.ts'
import { planType, secondsToReset } from './limits.ts'

/**
 * `{"detail":…}` from the gate, OpenAI's envelope from behind it; where the token is refused, that one with the status
 * beside it: router-for-me/CLIProxyAPI#3654, openai/codex#18769.
 */
export function envelope(refusal: Refusal, moment: ReplyMoment): object {
  const special = specialEnvelopes[refusal.rule]
  if (special !== undefined) return special(refusal, moment)
  if (refusal.envelope === 'flat') return { detail: refusal.message }
  const rich = richEnvelope(refusal)
  return refusal.status === 401 ? { ...rich, status: refusal.status } : rich
}

const specialEnvelopes: Readonly<Record<string, (refusal: Refusal, moment: ReplyMoment) => object>> = {
  'codex/deactivated-workspace': ({ code }) => ({ detail: { code } }),
  'codex/usage-limit': ({ type, message }, moment) => {
    const seconds = secondsToReset(moment)
    const resets = { resets_at: moment.now + seconds, eligible_promo: null, resets_in_seconds: seconds }
    return { error: { type, message, plan_type: planType, ...resets } }
  },
}
