import { parsedJson } from '../body.ts'
import type { SseEvent } from '../sse.ts'

export interface ToolCallView {
  readonly id: string
  readonly name: string
  readonly arguments: string
}

export type FinishView = 'stop' | 'tool-calls' | 'length' | 'content-filter' | 'failed'

/** The meaning of one reply. */
export interface Content {
  readonly text: string
  readonly toolCalls: readonly ToolCallView[]
  readonly finish: FinishView | undefined
  readonly model: string | undefined
  /** The provider's or the gateway's error inside a stream that began well. */
  readonly error?: string
}

/** A string is the reason why the reply cannot be read. */
export interface ContentReader {
  object(body: unknown): Content | string
  events(events: readonly SseEvent[]): Content | string
}

export type Json = Readonly<Record<string, unknown>>

export function asRecord(value: unknown): Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : {}
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The parsed `data:` of every event; a string when one is not JSON. */
export function eventData(events: readonly SseEvent[]): readonly Json[] | string {
  const data: Json[] = []
  for (const event of events) {
    if (event.data === '[DONE]') continue
    const parsed = parsedJson(event.data)
    if (parsed === undefined) return `an event is not JSON: ${event.data.slice(0, 200)}`
    data.push(asRecord(parsed))
  }
  return data
}

/** The words of any of the known error envelopes, else the text itself. */
export function errorMessage(body: unknown, bytes: Buffer): string {
  const record = asRecord(body)
  const error = asRecord(record['error'])
  const candidates = [error['message'], error['detail'], record['error'], record['message'], record['detail']]
  const found = candidates.find((each) => typeof each === 'string')
  return typeof found === 'string' ? found : bytes.toString('utf8', 0, 500)
}
