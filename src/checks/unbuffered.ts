import { parsedJson } from '../capture/body.ts'
import type { Exchange, Frame } from '../capture/exchange.ts'
import { asRecord, asRecords, asText, type Json } from '../capture/reply-view/content.ts'
import { pieceOfEvent } from '../capture/sse.ts'
import { type Answer, answerEvidence, answersOf, type Said } from './answered.ts'
import { type Check, type Observation, resultOf } from './check.ts'

/** A gateway may take so long for the first words, in milliseconds, and not be suspected of keeping them back. */
const patienceMs = 300

/** The provider pauses on purpose between most of its writes; no pause of the machine looks like that. */
const pauseMs = 20
const leastPauses = 5

export const unbuffered: Check = {
  id: 'stream/unbuffered',
  title: 'The client reads the first words before the provider has written the last',
  severity: 'medium',
  judge: ({ facts }) => {
    const spread = answersOf(facts).filter(isSpread)
    if (spread.length === 0) return { kind: 'none' }
    // A stream of which the client read no words tells nothing of when it came.
    const kept = spread.filter(({ client }) => firstWords(client) !== undefined).map(keptBack)
    // Who keeps streams back does so each time; a machine that stands still for a moment does not.
    return resultOf(kept.some((found) => found.length === 0) ? [] : kept.flat())
  },
}

/** The provider's stream takes its time between its first words and its end. */
function isSpread({ view, said }: Answer): boolean {
  if (!view.streamed || said?.view.streamed !== true) return false
  const frames = said.exchange.reply?.frames ?? []
  if (msBetween(frames) < patienceMs) return false
  const spoken = frames.slice(firstWords(said.exchange))
  const pauses = spoken.filter((frame, index) => index > 0 && frame.at - (spoken[index - 1]?.at ?? 0) >= pauseMs)
  return msBetween(spoken) >= patienceMs && pauses.length >= Math.max(leastPauses, spoken.length / 2)
}

function msBetween(frames: readonly Frame[]): number {
  return (frames.at(-1)?.at ?? 0) - (frames[0]?.at ?? 0)
}

function keptBack(answer: Answer): Observation[] {
  const { client, said } = answer
  const index = firstWords(client)
  if (said === undefined || index === undefined) return []
  const read = momentOf(client, client.reply.frames[index])
  const written = lastMoment(said)
  if (read < written || isSpreadLikewise(client.reply.frames.slice(index), said)) return []
  const late = Math.round(read - written)
  const message = `the client reads its first words ${late} ms after the provider has written its last`
  return [{ message, evidence: answerEvidence(answer) }]
}

/** What was kept back comes in one burst: a gateway that was only late, on a busy machine, takes its time as the provider did. */
function isSpreadLikewise(frames: readonly Frame[], { exchange }: Said): boolean {
  return msBetween(frames) > msBetween(exchange.reply?.frames ?? []) / 2
}

/** The number of the frame with which a stream has said something. */
function firstWords({ reply }: Exchange): number | undefined {
  return pieceOfEvent(reply?.frames.map(({ bytes }) => bytes) ?? [], (data) => speaks(asRecord(parsedJson(data))))
}

/** Whether an event, of either surface, brings words or a call. */
function speaks(event: Json): boolean {
  if (asText(event['type']).endsWith('.delta')) return true
  return asRecords(event['choices']).some((choice) => {
    const { content, refusal, tool_calls: calls } = asRecord(choice['delta'])
    return asText(content) !== '' || asText(refusal) !== '' || asRecords(calls).length > 0
  })
}

function lastMoment({ exchange }: Said): number {
  return momentOf(exchange, exchange.reply?.frames.at(-1))
}

/** Milliseconds since the run began: both hops are on one clock. */
function momentOf({ startedAt }: Exchange, frame: Frame | undefined): number {
  return startedAt + (frame?.at ?? 0)
}
