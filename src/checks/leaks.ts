import { requestJson } from '../capture/body.ts'
import type { Exchange } from '../capture/exchange.ts'
import type { CanaryRole } from '../leak/canary.ts'
import { providerAnswers } from './answers.ts'
import { type Check, type CheckResult, type Judgement, type Observation, resultOf } from './check.ts'
import { credentialForms } from './credential-forms.ts'
import { type CaseFacts, type TargetFacts, targetOf } from './facts.ts'
import type { Evidence } from './finding.ts'
import { type LeakPlace, placesInReply, placesInRequest } from './leak-places.ts'

/** Canaries that a client must not be shown: what is not its own. */
const hiddenFromClient: ReadonlySet<CanaryRole> = new Set([
  'provider-key',
  'account-id',
  'provider-url',
  'master-key',
  'client-key',
  'user-id',
  'user-email',
  'team-id',
  'team-alias',
  'org-id',
  'key-alias',
  'end-user-id',
  'client-ip',
  'forwarded-ip',
])

export const canaryUpstream: Check = {
  id: 'leak/canary-upstream',
  title: 'No secret and no identity of the client or the gateway reaches the provider',
  severity: 'critical',
  judge: (judgement) => {
    const exchanges = judgement.facts.steps.flatMap((step) => step.upstream)
    if (exchanges.length === 0) return { kind: 'none' }
    const seen = exchanges.some((exchange) => carries(exchange, targetOf(judgement.facts, exchange).apiKey))
    if (!seen) return noControl()
    return resultOf(exchanges.flatMap((exchange) => leaksUpstream(judgement, exchange)))
  },
}

/** The positive control: a canary that has to arrive. Where even that one is not seen, finding no other proves nothing. */
function carries(exchange: Exchange, key: string): boolean {
  return exchange.request.headers.some(([, value]) => value.includes(key))
}

function noControl(): CheckResult {
  return {
    kind: 'untestable',
    message: 'the positive control failed: the key of the route was not seen upstream',
    because: 'header/credential',
  }
}

function leaksUpstream({ facts }: Judgement, exchange: Exchange): Observation[] {
  const target = targetOf(facts, exchange)
  const places = placesInRequest(facts, exchange)
    .filter((place) => !place.hit.isForeign && isHiddenUpstream(place, target, facts))
    .map(({ evidence }) => evidence)
  if (places.length === 0) return []
  const pointers = places.flatMap(({ at }) => ('body' in at ? [at.body] : []))
  const answers = pointers.length === 0 ? [] : providerAnswers(facts, requestJson(exchange.request), pointers)
  return [{ message: leakMessage(places, 'the provider'), evidence: places, answers }]
}

/** The provider's address is where we are, its key and its account have their headers. What is meant to be forwarded is nobody's leak. */
function isHiddenUpstream({ hit, evidence }: LeakPlace, target: TargetFacts, { forwardHeaders }: CaseFacts): boolean {
  const header = headerAt(evidence)
  if (header !== undefined && forwardHeaders.includes(header)) return false
  switch (hit.canary.role) {
    case 'provider-url':
      return false
    case 'provider-key':
      return (
        hit.canary.value !== target.apiKey || !credentialForms(target.provider).some((form) => form.header === header)
      )
    case 'account-id':
      return hit.canary.value !== target.accountId || header !== 'chatgpt-account-id'
    case 'user-agent':
      // Clients name themselves in this header; a gateway may pass it on, and nothing else of it.
      return header !== 'user-agent'
    default:
      return true
  }
}

function headerAt({ at }: Evidence): string | undefined {
  return 'header' in at ? at.header.toLowerCase() : undefined
}

export const canaryClient: Check = {
  id: 'leak/canary-client',
  title: 'No key, no address and no bookkeeping of the gateway is shown to the client',
  severity: 'critical',
  judge: ({ facts }) =>
    perReply(facts, ({ hit, evidence }) => {
      return !hit.isForeign && hiddenFromClient.has(hit.canary.role) && !isDocumented(facts, evidence)
    }),
}

function perReply(facts: CaseFacts, isHidden: (place: LeakPlace) => boolean): CheckResult {
  const exchanges = facts.steps.flatMap((step) => (step.client?.reply ? [step.client] : []))
  if (exchanges.length === 0) return { kind: 'none' }
  return resultOf(
    exchanges.flatMap((exchange) => {
      const { reply } = exchange
      const places = reply === undefined ? [] : placesInReply(facts, exchange, reply).filter(isHidden)
      if (places.length === 0) return []
      const evidence = places.map((place) => place.evidence)
      return [{ message: leakMessage(evidence, 'the client'), evidence }]
    }),
  )
}

function isDocumented({ exposures }: CaseFacts, evidence: Evidence): boolean {
  const header = headerAt(evidence)
  return exposures.some((each) => each.header === header && each.roles.includes(evidence.role ?? ''))
}

export const otherCase: Check = {
  id: 'leak/other-case',
  title: 'Nothing of one client or route shows up in the traffic of another',
  severity: 'critical',
  judge: ({ facts }) => {
    const upstream = facts.steps.flatMap((step) => step.upstream).flatMap((each) => placesInRequest(facts, each))
    const replies = facts.steps.flatMap(({ client }) =>
      client?.reply === undefined ? [] : placesInReply(facts, client, client.reply),
    )
    if (facts.steps.every(({ client }) => client === undefined)) return { kind: 'none' }
    const places = [...upstream, ...replies].filter(({ hit }) => isOfOtherCase(hit.canary.role, hit.isForeign))
    if (places.length === 0) return { kind: 'passed' }
    const roles = [...new Set(places.map(({ evidence }) => evidence.role))]
    const message = `carries ${roles.join(', ')} of another client or route`
    return resultOf([{ message, evidence: places.map(({ evidence }) => evidence) }])
  },
}

/** The aliases of a gateway are for all its clients: an error may list them. */
function isOfOtherCase(role: CanaryRole, isForeign: boolean): boolean {
  return isForeign && role !== 'route-alias'
}

function leakMessage(places: readonly Evidence[], receiver: string): string {
  const roles = [...new Set(places.map(({ role }) => role ?? ''))]
  return `${receiver} is shown ${roles.join(', ')}`
}
