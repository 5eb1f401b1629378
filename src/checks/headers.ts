import type { Exchange, HeaderPair } from '../capture/exchange.ts'
import { type Check, type Observation, resultOf } from './check.ts'
import { type CredentialForm, credentialForms } from './credential-forms.ts'
import { type CaseFacts, targetOf } from './facts.ts'

/** Headers in which clients, gateways and providers carry keys. */
const credentialHeaders = new Set([
  'authorization',
  'proxy-authorization',
  'api-key',
  'x-api-key',
  'x-goog-api-key',
  'xi-api-key',
])

export function isCredentialHeader(name: string): boolean {
  return credentialHeaders.has(name.toLowerCase())
}

export const credential: Check = {
  id: 'header/credential',
  title: 'Exactly one credential goes upstream, and it is the one of the route',
  severity: 'critical',
  judge: ({ facts }) => {
    const exchanges = facts.steps.flatMap((step) => step.upstream)
    if (exchanges.length === 0) return { kind: 'none' }
    return resultOf(exchanges.flatMap((exchange) => wrongCredential(exchange, facts)))
  },
}

function wrongCredential(exchange: Exchange, facts: CaseFacts): Observation[] {
  const { provider, apiKey } = targetOf(facts, exchange)
  const forms = credentialForms(provider)
  const sent = exchange.request.headers.filter(([name]) => credentialHeaders.has(name.toLowerCase()))
  const right = sent.filter(([name, value]) =>
    forms.some(({ header, scheme }) => name.toLowerCase() === header && value === scheme + apiKey),
  )
  const others = sent.filter((pair) => !right.includes(pair) && !facts.forwardHeaders.includes(pair[0].toLowerCase()))
  const uncounted = right.length === 1 ? [] : [miscounted(exchange, right, forms[0])]
  return [...uncounted, ...others.map((pair) => surplus(exchange, pair))]
}

function miscounted(exchange: Exchange, right: readonly HeaderPair[], usual: CredentialForm): Observation {
  const message =
    right.length === 0
      ? 'the key of the route does not reach the provider'
      : `the key of the route reaches the provider ${right.length} times`
  return { message, evidence: [at(exchange, usual.header)] }
}

function surplus(exchange: Exchange, [name]: HeaderPair): Observation {
  return { message: `the header ${name} carries another credential to the provider`, evidence: [at(exchange, name)] }
}

function at(exchange: Exchange, header: string): Observation['evidence'][number] {
  return { exchange: exchange.id, hop: 'upstream', part: 'request', at: { header } }
}
