import { sameJson, shownValue } from '../account/leaves.ts'
import { parsedJson } from '../capture/body.ts'
import type { RecordedReply } from '../capture/exchange.ts'
import { decodedReply } from '../capture/reply-view/decoded.ts'
import { isRecord } from '../contract/pointer.ts'
import { isAnswered, replyEvidence } from './answered.ts'
import { type Check, type Observation, resultOf } from './check.ts'
import type { StepFacts } from './facts.ts'

export const replyVectors: Check = {
  id: 'reply/vectors',
  title: 'Every input gets the vector that the provider made of it, in the form that the client asked for',
  severity: 'high',
  judge: ({ facts }) => {
    const steps = facts.surfaces.client === 'embeddings' ? facts.steps.filter(isAnswered) : []
    if (steps.length === 0) return { kind: 'none' }
    return resultOf(steps.flatMap(departures))
  },
}

function departures({ client, upstream }: StepFacts): Observation[] {
  const provider = upstream.findLast(({ reply }) => reply?.status === 200)
  const said = listIn(provider?.reply)
  const got = listIn(client?.reply)
  if (client === undefined || provider === undefined || said === undefined) return []
  const messages =
    got === undefined
      ? ['the reply is no list of vectors']
      : [...differences(got, said), ...wrongForms(got, isPackedFor(client.request.body))]
  const evidence = [replyEvidence(client), replyEvidence(provider)]
  return messages.map((message) => ({ message, evidence }))
}

interface VectorList {
  readonly vectors: readonly Vector[]
  readonly usage: unknown
}

interface Vector {
  readonly index: unknown
  /** As the wire has it: numbers, or text that is packed numbers. */
  readonly written: unknown
}

function listIn(reply: RecordedReply | undefined): VectorList | undefined {
  const decoded = reply && decodedReply(reply)
  const json = decoded?.kind === 'body' ? decoded.json : undefined
  if (!isRecord(json) || !Array.isArray(json['data'])) return undefined
  const data: readonly unknown[] = json['data']
  const vectors = data.map((each) => (isRecord(each) ? { index: each['index'], written: each['embedding'] } : each))
  return { vectors: vectors.filter(isVector), usage: json['usage'] }
}

function isVector(value: unknown): value is Vector {
  return isRecord(value) && 'written' in value
}

/** Clients go by the place in the list, and some by the index: both have to be right. */
function differences(got: VectorList, said: VectorList): string[] {
  const [many, wanted] = [got.vectors.length, said.vectors.length]
  if (many !== wanted) return [`the client gets ${many} vectors, the provider made ${wanted}`]
  const wrong = said.vectors.flatMap(({ index, written }, place) => {
    const own = got.vectors[place]
    return own?.index === index && sameNumbers(own?.written, written) ? [] : [place]
  })
  const usage = isCounted(got.usage, said.usage)
    ? []
    : [`the usage is ${shownValue(got.usage)}, the provider counted ${shownValue(said.usage)}`]
  return [...(wrong.length === 0 ? [] : [`the vector is another one in the place ${wrong.join(', ')}`]), ...usage]
}

/** A gateway may add counts of other surfaces: a vector has no output tokens. */
function isCounted(got: unknown, said: unknown): boolean {
  if (!isRecord(got) || !isRecord(said)) return sameJson(got, said)
  return Object.entries(said).every(([name, count]) => sameJson(got[name], count))
}

function sameNumbers(a: unknown, b: unknown): boolean {
  const [left, right] = [numbersOf(a), numbersOf(b)]
  return left.length > 0 && left.length === right.length && left.every((number, at) => number === right[at])
}

/** To the precision of 32 bits, in which they are packed. */
function numbersOf(written: unknown): readonly number[] {
  if (Array.isArray(written)) return written.map((number) => Math.fround(Number(number)))
  if (typeof written !== 'string') return []
  const bytes = Buffer.from(written, 'base64')
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(index * 4))
}

function wrongForms({ vectors }: VectorList, isPacked: boolean): string[] {
  const isWrong = vectors.some(({ written }) => (typeof written === 'string') !== isPacked)
  if (!isWrong) return []
  return [`the client asked for ${isPacked ? 'base64' : 'numbers'}, and gets ${isPacked ? 'numbers' : 'base64'}`]
}

function isPackedFor(request: Buffer): boolean {
  const body = parsedJson(request)
  return isRecord(body) && body['encoding_format'] === 'base64'
}
