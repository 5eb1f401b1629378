import { bodyBytes, decodedBody, headerOf, parsedJson } from '../capture/body.ts'
import type { Exchange, HeaderPair } from '../capture/exchange.ts'
import { readReply } from '../capture/reply-view/reply-view.ts'
import { parseSse } from '../capture/sse.ts'
import { type Canary, type CanaryRole, redact } from '../leak/canary.ts'
import { createScanner, type Hit, type Scanner } from '../leak/scan.ts'
import { providerAnswers } from './answers.ts'
import { type Check, type CheckResult, type Judgement, type Observation, resultOf } from './check.ts'
import type { CaseFacts } from './facts.ts'
import type { Evidence } from './finding.ts'

/** Canaries that have no business at a provider. The provider's key has its own header; its address is where we are. */
const hiddenUpstream = (role: CanaryRole): boolean => role !== 'provider-key' && role !== 'provider-url'

/** Canaries that a client must not be shown: what is not its own. */
const hiddenFromClient: ReadonlySet<CanaryRole> = new Set([
  'provider-key',
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
    const seen = exchanges.some((exchange) => carries(exchange, judgement.facts.providerKey))
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

function leaksUpstream(judgement: Judgement, exchange: Exchange): Observation[] {
  const { canaries } = judgement.facts
  const scanner = createScanner(canaries.filter(({ role }) => hiddenUpstream(role)))
  const keyScanner = createScanner(canaries.filter(({ role }) => role === 'provider-key'))
  const { request } = exchange
  const body = decodedBody(request.headers, request.body)
  const places = [
    ...scanner.text(request.target).map((hit) => evidence(exchange, 'request', { target: true }, hit, canaries)),
    ...scanHeaders(scanner, exchange, 'request', request.headers, canaries).filter(
      (found) => isNotOwnAgent(found) && !isForwarded(judgement.facts, found),
    ),
    ...scanBody(scanner, exchange, 'request', body, canaries),
    ...scanBody(keyScanner, exchange, 'request', body, canaries),
  ]
  if (places.length === 0) return []
  const pointers = places.flatMap(({ at }) => ('body' in at ? [at.body] : []))
  const answers = pointers.length === 0 ? [] : providerAnswers(judgement.facts, parsedJson(body), pointers)
  return [{ message: leakMessage(places, 'the provider'), evidence: places, answers }]
}

/** Clients name themselves in `user-agent`; a gateway may pass that header on, and nothing else of it. */
function isNotOwnAgent(found: Evidence): boolean {
  return !(found.role === 'user-agent' && 'header' in found.at && found.at.header.toLowerCase() === 'user-agent')
}

function isForwarded({ forwardHeaders }: CaseFacts, { at }: Evidence): boolean {
  return 'header' in at && forwardHeaders.includes(at.header.toLowerCase())
}

export const canaryClient: Check = {
  id: 'leak/canary-client',
  title: 'No key, no address and no bookkeeping of the gateway is shown to the client',
  severity: 'critical',
  judge: (judgement) => {
    const exchanges = judgement.facts.steps.flatMap((step) => (step.client?.reply ? [step.client] : []))
    if (exchanges.length === 0) return { kind: 'none' }
    return resultOf(exchanges.flatMap((exchange) => leaksToClient(judgement, exchange)))
  },
}

function leaksToClient({ facts }: Judgement, exchange: Exchange): Observation[] {
  const { reply } = exchange
  if (reply === undefined) return []
  const scanner = createScanner(facts.canaries.filter(({ role }) => hiddenFromClient.has(role)))
  const body = decodedBody(reply.headers, bodyBytes(reply))
  const view = readReply(reply, facts.surfaces.client)
  const joined = view.kind === 'content' ? scanner.text(view.text) : []
  const places = [
    ...scanHeaders(scanner, exchange, 'reply', reply.headers, facts.canaries).filter(
      (each) => !isDocumented(facts, each),
    ),
    ...scanBody(scanner, exchange, 'reply', body, facts.canaries),
    ...joined.map((hit) => evidence(exchange, 'reply', { body: '' }, hit, facts.canaries)),
  ]
  return places.length === 0 ? [] : [{ message: leakMessage(places, 'the client'), evidence: unique(places) }]
}

function isDocumented({ exposures }: CaseFacts, { at, role }: Evidence): boolean {
  const header = 'header' in at ? at.header.toLowerCase() : undefined
  return exposures.some((each) => each.header === header && each.roles.includes(role ?? ''))
}

function leakMessage(places: readonly Evidence[], receiver: string): string {
  const roles = [...new Set(places.map(({ role }) => role ?? ''))]
  return `${receiver} is shown ${roles.join(', ')}`
}

function scanHeaders(
  scanner: Scanner,
  exchange: Exchange,
  part: Evidence['part'],
  headers: readonly HeaderPair[],
  canaries: readonly Canary[],
): Evidence[] {
  return headers.flatMap(([name, value]) =>
    [...scanner.text(name), ...scanner.text(value)].map((hit) =>
      evidence(exchange, part, { header: name }, hit, canaries),
    ),
  )
}

function scanBody(
  scanner: Scanner,
  exchange: Exchange,
  part: Evidence['part'],
  body: Buffer,
  canaries: readonly Canary[],
): Evidence[] {
  const document = parsedJson(body)
  const hits =
    document !== undefined
      ? scanner.json(document)
      : isEventStream(exchange, part)
        ? parseSse(body).events.flatMap(({ data }) => scanEvent(scanner, data))
        : scanner.text(body.toString('utf8'))
  return unique(hits.map((hit) => evidence(exchange, part, { body: hit.pointer }, hit, canaries)))
}

function scanEvent(scanner: Scanner, data: string): readonly Hit[] {
  const document = parsedJson(data)
  return document === undefined ? scanner.text(data) : scanner.json(document)
}

function isEventStream(exchange: Exchange, part: Evidence['part']): boolean {
  const headers = part === 'reply' ? exchange.reply?.headers : exchange.request.headers
  return headers !== undefined && (headerOf(headers, 'content-type') ?? '').includes('text/event-stream')
}

function evidence(
  exchange: Exchange,
  part: Evidence['part'],
  at: Evidence['at'],
  { canary, forms, text }: Hit,
  canaries: readonly Canary[],
): Evidence {
  return {
    exchange: exchange.id,
    hop: exchange.hop,
    part,
    at,
    shown: excerpt(redact(text, canaries)),
    role: canary.role,
    forms,
  }
}

const excerptLength = 160

function excerpt(text: string): string {
  return text.length <= excerptLength ? text : `${text.slice(0, excerptLength)}…`
}

function unique(places: readonly Evidence[]): Evidence[] {
  const byKey = new Map(places.map((each) => [JSON.stringify([each.at, each.role]), each]))
  return [...byKey.values()]
}
