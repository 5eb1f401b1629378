import type { Exchange, RecordedReply } from '../capture/exchange.ts'
import { asRecord } from '../capture/reply-view/content.ts'
import { decodedReply } from '../capture/reply-view/decoded.ts'
import { readReply } from '../capture/reply-view/reply-view.ts'
import type { Canary } from '../leak/canary.ts'
import { replyEvidence } from './answered.ts'
import { type Check, type Observation, resultOf } from './check.ts'
import { type CaseFacts, type StepFacts, targetOf } from './facts.ts'

/** An error that a provider gave, by its status or inside a reply that began well. */
interface SaidError {
  readonly exchange: Exchange
  readonly status: number
  readonly message: string
  readonly code: string | undefined
}

/** Statuses below 500 with which OpenAI's clients try again. */
const passing: ReadonlySet<number> = new Set([408, 409, 429])

export const replyError: Check = {
  id: 'reply/error',
  title:
    "The provider's error reaches the client with its words, its code, and a status that says whether to try again",
  severity: 'high',
  judge: ({ facts }) => {
    const failed = facts.steps.flatMap((step) => failedStep(step, facts))
    if (failed.length === 0) return { kind: 'none' }
    return resultOf(failed.flatMap(({ client, errors }) => departures(client, errors, facts)))
  },
}

interface FailedStep {
  readonly client: SaidError
  /** Of the providers that were asked, in turn. Never empty. */
  readonly errors: readonly SaidError[]
}

/** Every provider that was asked said no, and so does the gateway. */
function failedStep({ client, upstream }: StepFacts, facts: CaseFacts): FailedStep[] {
  const shown = client && errorIn(client, facts.surfaces.client)
  const errors = upstream.map((exchange) => errorIn(exchange, targetOf(facts, exchange).surface))
  const known = errors.filter((error) => error !== undefined)
  if (shown === undefined || known.length === 0 || known.length < errors.length) return []
  return [{ client: shown, errors: known }]
}

function errorIn(exchange: Exchange, surface: string): SaidError | undefined {
  const { reply } = exchange
  const view = reply && readReply({ ...reply, end: 'complete' }, surface)
  if (reply === undefined || view?.kind !== 'error') return undefined
  return { exchange, status: view.status, message: view.message, code: codeIn(reply) }
}

/** A number is as good as its digits. */
function codeIn(reply: RecordedReply): string | undefined {
  const decoded = decodedReply(reply)
  const documents = decoded.kind === 'body' ? [decoded.json] : decoded.events.map(({ json }) => json)
  for (const document of documents.map(asRecord)) {
    const envelopes = [asRecord(document['error']), asRecord(asRecord(document['response'])['error'])]
    const flat = document['type'] === 'error' ? [document] : []
    const code = [...envelopes, ...flat].map((each) => each['code']).find((each) => each != null)
    if (typeof code === 'string' || typeof code === 'number') return String(code)
  }
  return undefined
}

/** With several providers asked, the error of any of them is right. */
function departures(client: SaidError, errors: readonly SaidError[], facts: CaseFacts): Observation[] {
  const own = errors.filter(isOnRequest)
  if (own.length === 0) return []
  const perError = own.map((error) => departuresFrom(error, client, facts))
  const best = perError.toSorted((a, b) => a.length - b.length)[0] ?? []
  const evidence = [replyEvidence(client.exchange), ...own.map(({ exchange }) => replyEvidence(exchange))]
  return best.map((message) => ({ message, evidence }))
}

/** What a provider says to a credential is said to the gateway, and none of the client's business. */
function isOnRequest({ status }: SaidError): boolean {
  return status !== 401 && status !== 403
}

function departuresFrom(error: SaidError, client: SaidError, { canaries }: CaseFacts): readonly string[] {
  return [
    ...(isRetryChanged(error, client)
      ? [
          `the provider's ${error.status} becomes ${client.status}, ${passes(client.status) ? 'with which clients try again in vain' : 'and no client tries again'}`,
        ]
      : []),
    ...(isTold(error.message, client.message, canaries)
      ? []
      : [`the provider's words are lost: ${error.message}; the client reads: ${client.message || 'nothing'}`]),
    ...(error.code === undefined || error.code === client.code
      ? []
      : [`the provider's code ${error.code} becomes ${client.code ?? 'none'}`]),
  ]
}

/** Inside a stream there is no status to keep. */
function isRetryChanged(error: SaidError, client: SaidError): boolean {
  return error.status >= 400 && client.status >= 400 && passes(error.status) !== passes(client.status)
}

function passes(status: number): boolean {
  return status >= 500 || passing.has(status)
}

/** The words may stand among others, also as JSON has them. Those that show a secret are better not repeated. */
function isTold(words: string, told: string, canaries: readonly Canary[]): boolean {
  const quoted = JSON.stringify(words).slice(1, -1)
  return told.includes(words) || told.includes(quoted) || canaries.some(({ value }) => words.includes(value))
}
