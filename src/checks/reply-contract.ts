import type { RecordedReply } from '../capture/exchange.ts'
import { asRecord, asText } from '../capture/reply-view/content.ts'
import { decodedReply } from '../capture/reply-view/decoded.ts'
import type { Operation, Violation } from '../contract/contract.ts'
import { type Answer, answersOf } from './answered.ts'
import { type Check, type Observation, resultOf } from './check.ts'
import type { CaseFacts } from './facts.ts'

/** Gateways add members of their own to replies, and clients pass over what they do not know. */
const ofUnknownMembers: ReadonlySet<string> = new Set(['additionalProperties', 'unevaluatedProperties'])

/** Clients are written for OpenAI's surfaces, whatever provider stands behind the gateway. */
const clientContract = 'openai'

export const replyContract: Check = {
  id: 'reply/contract',
  title: 'Clients find every member that the surface promises, and of the type that it promises',
  severity: 'medium',
  judge: ({ facts }) => {
    const operation = facts.contracts
      .get(clientContract)
      ?.operations.find(({ surface, method }) => surface === facts.surfaces.client && method === 'POST')
    const answers = answersOf(facts)
    if (operation === undefined || answers.length === 0) return { kind: 'none' }
    return resultOf(answers.flatMap((answer) => broken(answer, operation, facts)))
  },
}

interface Departure {
  readonly pointer: string
  readonly message: string
  /** Of a stream: the type of the event, or `chunk`, and its number from 0. */
  readonly event?: { readonly type: string; readonly index: number }
  /** The same for the same departure in whatever event. */
  readonly key: string
}

function broken({ client, said }: Answer, operation: Operation, { surfaces }: CaseFacts): Observation[] {
  const found = departures(client.reply, operation)
  if (found.length === 0) return []
  // What the provider itself leaves out is not missing on account of the gateway.
  const own = said?.surface === surfaces.client ? said.exchange.reply : undefined
  const excused = new Set(own === undefined ? [] : departures(own, operation).map(({ key }) => key))
  const distinct = new Map(found.filter(({ key }) => !excused.has(key)).map((each) => [each.key, each]))
  return [...distinct.values()].map((departure) => ({
    message: `${placeOf(departure)} ${departure.message}`,
    evidence: [{ exchange: client.id, hop: 'client', part: 'reply', at: { body: departure.pointer } }],
  }))
}

function placeOf({ pointer, event }: Departure): string {
  const place = pointer || 'the body'
  return event === undefined ? place : `${place} of ${event.type} (event ${event.index})`
}

function departures(reply: RecordedReply, operation: Operation): readonly Departure[] {
  const decoded = decodedReply(reply)
  if (decoded.kind === 'body') {
    return serious(operation.replyViolations(reply.status, decoded.json)).map(({ pointer, message, keyword }) => {
      return { pointer, message, key: keyOf(pointer, keyword, '') }
    })
  }
  return decoded.events.flatMap(({ json }, index) => {
    if (json === undefined) return []
    const type = asText(asRecord(json)['type']) || 'a chunk'
    return serious(operation.eventViolations(json)).map(({ pointer, message, keyword }) => {
      return { pointer, message, event: { type, index }, key: keyOf(pointer, keyword, type) }
    })
  })
}

function serious(violations: readonly Violation[]): readonly Violation[] {
  return violations.filter(({ keyword }) => !ofUnknownMembers.has(keyword))
}

/** Places in lists are one place. */
function keyOf(pointer: string, keyword: string, event: string): string {
  return `${event} ${pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')} ${keyword}`
}
