import { isRecord } from '../../contract/pointer.ts'
import type { StreamEvent } from './decoded.ts'

export interface ToolCallView {
  readonly id: string
  readonly name: string
  readonly arguments: string
}

export type FinishView = 'stop' | 'tool-calls' | 'length' | 'content-filter' | 'failed'

/** Tokens, as the reply counts them; what it does not count is `undefined`. */
export interface UsageView {
  readonly input: number | undefined
  readonly output: number | undefined
  readonly total: number | undefined
  readonly cachedInput: number | undefined
  readonly reasoning: number | undefined
}

export interface TokenView {
  readonly token: string
  readonly logprob: unknown
}

/** What one choice says. Texts are empty where there are none. */
export interface ChoiceView {
  readonly text: string
  readonly refusal: string
  /** The words that the model lets see of its reasoning. */
  readonly reasoning: string
  readonly toolCalls: readonly ToolCallView[]
  readonly finish: FinishView | undefined
  readonly logprobs: readonly TokenView[]
}

/** The meaning of one reply: its first choice, and what holds for all of them. */
export interface Content extends ChoiceView {
  readonly choices: readonly ChoiceView[]
  /** Every name that the reply gives the model; of a well-made one there is one. */
  readonly models: readonly string[]
  readonly usage: UsageView | undefined
  /** Reasoning that only the provider can read. */
  readonly sealedReasoning: readonly string[]
  /** The provider's or the gateway's error inside a stream that began well. */
  readonly error?: string
}

/** A string is the reason why the reply cannot be read. */
export interface ContentReader {
  object(body: unknown): Content | string
  events(events: readonly StreamEvent[]): Content | string
}

export type Json = Readonly<Record<string, unknown>>

const emptyChoice: ChoiceView = {
  text: '',
  refusal: '',
  reasoning: '',
  toolCalls: [],
  finish: undefined,
  logprobs: [],
}

/** The content of these choices, the first of which stands for the reply. */
export function contentOf(choices: readonly ChoiceView[], others: Partial<Omit<Content, 'choices'>> = {}): Content {
  const [first = emptyChoice] = choices
  return { ...first, choices, models: [], usage: undefined, sealedReasoning: [], ...others }
}

export function asRecord(value: unknown): Json {
  return isRecord(value) ? value : {}
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function asRecords(value: unknown): readonly Json[] {
  return asList(value).map(asRecord)
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function asCount(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** Every name once, without the empty ones. */
export function namesIn(values: readonly unknown[]): readonly string[] {
  return [...new Set(values.map(asText))].filter((name) => name !== '')
}

export function asTokens(value: unknown): readonly TokenView[] {
  return asRecords(value).map(({ token, logprob }) => ({ token: asText(token), logprob }))
}

/** The parsed `data:` of every event; a string when one is not JSON. */
export function eventData(events: readonly StreamEvent[]): readonly Json[] | string {
  const said = events.filter(({ data }) => data !== '[DONE]')
  const broken = said.find(({ json }) => json === undefined)
  return broken === undefined
    ? said.map(({ json }) => asRecord(json))
    : `an event is not JSON: ${broken.data.slice(0, 200)}`
}

/** The words of any of the known error envelopes, else the text itself. */
export function errorMessage(body: unknown, bytes: Buffer): string {
  const record = asRecord(body)
  const error = asRecord(record['error'])
  const candidates = [error['message'], error['detail'], record['error'], record['message'], record['detail']]
  const found = candidates.find((each) => typeof each === 'string')
  return typeof found === 'string' ? found : bytes.toString('utf8', 0, 500)
}
