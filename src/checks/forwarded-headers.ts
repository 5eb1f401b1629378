import { headerOf } from '../capture/body.ts'
import type { Exchange } from '../capture/exchange.ts'
import { type Check, type Observation, resultOf } from './check.ts'
import type { StepFacts } from './facts.ts'
import { isProviderHeader } from './provider-headers.ts'

export const forwardedHeader: Check = {
  id: 'header/forwarded',
  title: 'A header that is configured to go on to the provider arrives as the client sent it',
  severity: 'medium',
  judge: ({ facts }) => {
    const sent = facts.steps.flatMap((step) => step.upstream.map((exchange) => ({ step, exchange })))
    if (sent.length === 0 || facts.forwardHeaders.length === 0) return { kind: 'none' }
    return resultOf(sent.flatMap(({ step, exchange }) => changed(step, exchange, facts.forwardHeaders)))
  },
}

/** What every HTTP client writes itself is another one on every connection. */
function changed({ client }: StepFacts, exchange: Exchange, names: readonly string[]): Observation[] {
  if (client === undefined) return []
  return names
    .filter((name) => !isProviderHeader('openai', name))
    .filter((name) => headerOf(client.request.headers, name) !== headerOf(exchange.request.headers, name))
    .map((header) => ({
      message: `the header ${header} is to go on to the provider, and does not arrive as it was sent`,
      evidence: [{ exchange: exchange.id, hop: 'upstream', part: 'request', at: { header } }],
    }))
}
