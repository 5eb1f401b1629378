import type { Exchange } from '../capture/exchange.ts'
import { type Check, type Observation, resultOf } from './check.ts'
import { type CaseFacts, targetOf } from './facts.ts'
import { isCredentialHeader } from './headers.ts'
import { isProviderHeader } from './provider-headers.ts'

export const noStrayHeader: Check = {
  id: 'header/no-stray',
  title: 'No header reaches the provider that it does not take and nobody configured',
  severity: 'high',
  judge: ({ facts }) => {
    const exchanges = facts.steps.flatMap((step) => step.upstream)
    if (exchanges.length === 0) return { kind: 'none' }
    return resultOf(exchanges.flatMap((exchange) => [...strays(exchange, facts), ...repeated(exchange)]))
  },
}

/** Of a credential that is not the route's `header/credential` speaks. */
function strays(exchange: Exchange, facts: CaseFacts): Observation[] {
  const { provider } = targetOf(facts, exchange)
  const names = exchange.request.headers
    .map(([name]) => name)
    .filter((name) => !isProviderHeader(provider, name) && !isCredentialHeader(name))
    .filter((name) => !facts.forwardHeaders.includes(name.toLowerCase()))
  return names.length === 0 ? [] : [observation(exchange, names, 'reaches the provider, and nobody asked for it')]
}

/** Of these there is one. A gateway that adds to what the client sent leaves the choice to the provider. */
const singular: ReadonlySet<string> = new Set(['content-length', 'content-type', 'host', 'originator', 'user-agent'])

function repeated(exchange: Exchange): Observation[] {
  const names = exchange.request.headers.map(([name]) => name.toLowerCase()).filter((name) => singular.has(name))
  const doubled = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
  return doubled.length === 0 ? [] : [observation(exchange, doubled, 'reaches the provider more than once')]
}

function observation(exchange: Exchange, names: readonly string[], what: string): Observation {
  return {
    message: `the header ${[...new Set(names)].join(', ')} ${what}`,
    evidence: names.map((header) => ({ exchange: exchange.id, hop: 'upstream', part: 'request', at: { header } })),
  }
}
