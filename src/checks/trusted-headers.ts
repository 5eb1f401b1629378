import type { HeaderPair } from '../capture/exchange.ts'
import { type Check, type Observation, resultOf } from './check.ts'
import type { CaseFacts, StepFacts } from './facts.ts'

export const trustedHeader: Check = {
  id: 'header/reply-trusted',
  title: "No header of a provider passes for the gateway's own, or sets a cookie",
  severity: 'high',
  judge: ({ facts }) => {
    const told = facts.steps.filter(({ client, upstream }) => client?.reply !== undefined && upstream.length > 0)
    if (told.length === 0) return { kind: 'none' }
    return resultOf(told.flatMap((step) => trusted(step, facts)))
  },
}

/** Beginnings of the names under which gateways tell their clients what they did: of LiteLLM, Bifrost, Portkey, Envoy, Kong, Helicone. */
const beginnings = [
  'x-litellm-',
  'x-bifrost-',
  'x-bf-',
  'x-portkey-',
  'x-ai-eg-',
  'x-kong-',
  'helicone-',
  'x-gateway-',
] as const

function trusted({ client, upstream }: StepFacts, { dropSignalHeader }: CaseFacts): Observation[] {
  const shown = client?.reply?.headers ?? []
  const isOwn = (name: string) =>
    name === 'set-cookie' || name === dropSignalHeader || beginnings.some((beginning) => name.startsWith(beginning))
  const said = upstream.flatMap(({ reply }) => reply?.headers ?? []).filter(([name]) => isOwn(name.toLowerCase()))
  const names = said.filter((pair) => shown.some((each) => isSame(each, pair))).map(([name]) => name.toLowerCase())
  return [...new Set(names)].map((header) => ({
    message: `the client reads the provider's ${header} as if the gateway had written it`,
    evidence: [{ exchange: client?.id ?? '', hop: 'client', part: 'reply', at: { header } }],
  }))
}

function isSame([name, value]: HeaderPair, [otherName, otherValue]: HeaderPair): boolean {
  return name.toLowerCase() === otherName.toLowerCase() && value === otherValue
}
