import type { Refusal } from '../../src/contract/contract.ts'
import { envelope as richEnvelope } from '../openai/envelope.ts'

/**
 * `{"detail":…}` from the gate, OpenAI's envelope from behind it; where the token is refused, that one with the status
 * beside it: router-for-me/CLIProxyAPI#3654.
 */
export function envelope(refusal: Refusal): object {
  if (refusal.envelope === 'flat') return { detail: refusal.message }
  const rich = richEnvelope(refusal)
  return refusal.status === 401 ? { ...rich, status: refusal.status } : rich
}
