import type { TurnFaults } from './turn-faults.ts'

/**
 * The semantic content of a scripted reply, independent of any surface. A fake writes it as JSON or SSE of the surface it
 * was asked on. A turn says what the model says, or that the provider fails, or it is bytes; and any of them may go wrong
 * on its way.
 */
export interface Turn {
  /** Visible text. May stand beside tool calls. */
  readonly text?: string
  /** Visible text that is JSON: this value, or one made to fit the schema that the request asks for. */
  readonly structured?: TurnStructured
  readonly reasoning?: TurnReasoning
  /** The model declines, in these words. */
  readonly refusal?: string
  readonly toolCalls?: readonly TurnToolCall[]
  /** Why the model stopped. Default: `tool-calls` when there are any, else `stop`. */
  readonly finish?: TurnFinish
  readonly usage?: TurnUsage
  /** How stream deltas are cut and ordered. Default: text by words, one call after the other, one event a network write. */
  readonly deltas?: TurnDeltas
  /** The provider fails while it answers. */
  readonly failure?: TurnFailure
  /** The provider does not answer but says no. The request counts as accepted all the same. */
  readonly error?: TurnError
  /** Bytes instead of what the surface would say. They are held to no contract. */
  readonly raw?: TurnRaw
  /** What goes wrong on the line. */
  readonly faults?: TurnFaults
}

export type TurnStructured = 'sampled' | { readonly value: unknown }

/** Its tokens are in the usage of every surface; its words on Responses only, where the request asks for them. */
export interface TurnReasoning {
  /** Parts of the summary, for a request with `reasoning.summary`. */
  readonly summary?: readonly string[]
  /** For a request that includes `reasoning.encrypted_content`. Default: noise. */
  readonly encrypted?: string
}

export interface TurnToolCall {
  readonly name: string
  /** The arguments as the JSON text that goes on the wire; of a custom tool its free text. */
  readonly arguments: string
  /** Default: a seeded id. */
  readonly id?: string
}

export type TurnFinish = 'stop' | 'tool-calls' | 'length' | 'content-filter'

export interface TurnUsage {
  readonly input: number
  readonly output: number
  readonly cachedInput?: number
  readonly reasoning?: number
}

export interface TurnDeltas {
  /** Arguments of parallel tool calls arrive in turns instead of one call after the other. */
  readonly interleaved?: boolean
  /** Bytes per network write, to cut frames inside events and characters. */
  readonly bytesPerWrite?: number
  /** Whole events per network write. Bytes per write overrule it. */
  readonly eventsPerWrite?: number
}

/** On a surface that has one form for both kinds, they are the same. */
export interface TurnFailure {
  /** `failed`: the response ends as failed. `error`: an error event breaks the stream off; without a stream it is an error reply. */
  readonly as: 'failed' | 'error'
  /** How many deltas are streamed before. Default: none. */
  readonly after?: number
  /** Of an error event on Responses: `nested`, as it is sent and by default, or `flat`, as it is documented. */
  readonly form?: 'nested' | 'flat'
  /** Default: the provider's words for a failure of its own. */
  readonly error?: TurnErrorBody
  /** Of the error reply where nothing is streamed. Default: 500. */
  readonly status?: number
}

/** The words of one of the provider's refusal rules, or words of one's own. */
export type TurnError =
  | { readonly rule: string }
  | {
      readonly status: number
      readonly error: TurnErrorBody
      /** Beside the provider's own: `retry-after`. */
      readonly headers?: Readonly<Record<string, string>>
    }

/** What is left out is null on the wire. */
export interface TurnErrorBody {
  readonly message: string
  readonly type?: string
  readonly code?: string
  readonly param?: string
}

export interface TurnRaw {
  /** Default: 200. */
  readonly status?: number
  /** All there are, beside date and framing; framing that is named here is left as it is. */
  readonly headers?: Readonly<Record<string, string>>
  /** One body of known length; a list is sent in chunks, one network write each. */
  readonly body: RawPart | readonly RawPart[]
}

export type RawPart = string | { readonly base64: string }
