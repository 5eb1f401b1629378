import type { RecordedReply } from '../capture/exchange.ts'
import { asRecord, asText } from '../capture/reply-view/content.ts'
import { decodedReply } from '../capture/reply-view/decoded.ts'
import type { Operation, Violation } from '../contract/contract.ts'
import { type Answer, answersOf, replyEvidence } from './answered.ts'
import { type Check, type Observation, resultOf } from './check.ts'
import type { CaseFacts } from './facts.ts'
import { seriousViolations } from './serious-violations.ts'

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
  /** Of a stream: the type of the event, or `a chunk`, and its number from 0. */
  readonly event?: { readonly type: string; readonly index: number }
  /** The same for the same departure anywhere in the reply. */
  readonly key: string
}

function broken({ client, said }: Answer, operation: Operation, { surfaces }: CaseFacts): Observation[] {
  const found = departures(client.reply, operation)
  if (found.length === 0) return []
  // What the provider itself leaves out is not missing on account of the gateway.
  const own = said?.surface === surfaces.client ? said.exchange.reply : undefined
  const excused = new Set(own === undefined ? [] : departures(own, operation).map(({ key }) => key))
  const left = found.filter(
    ({ key }, index) => !excused.has(key) && found.findIndex((each) => each.key === key) === index,
  )
  return left.map(({ pointer, message, event }) => {
    const place = pointer || 'the body'
    return {
      message: `${event === undefined ? place : `${place} of ${event.type}`}: ${message}`,
      evidence: [{ ...replyEvidence(client, pointer), ...(event && { shown: `in event ${event.index}` }) }],
    }
  })
}

function departures(reply: RecordedReply, operation: Operation): readonly Departure[] {
  const decoded = decodedReply(reply)
  if (decoded.kind === 'body') {
    const judge = (body: unknown) => operation.replyViolations(reply.status, body)
    return seriousViolations(decoded.json, judge).map((violation) => ({ ...violation, key: keyOf(violation) }))
  }
  return decoded.events.flatMap(({ json }, index) => {
    if (json === undefined) return []
    const type = asText(asRecord(json)['type']) || 'a chunk'
    const violations = seriousViolations(json, operation.eventViolations)
    return violations.map((violation) => ({ ...violation, event: { type, index }, key: keyOf(violation) }))
  })
}

/** Places in lists are one place. */
function keyOf({ pointer, keyword }: Violation): string {
  return `${pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')} ${keyword}`
}
