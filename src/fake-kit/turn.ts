/** The semantic content of a scripted reply, independent of any surface. A fake writes it as JSON or SSE of the surface it was asked on. */
export interface Turn {
  /** Visible text. May stand beside tool calls. */
  readonly text?: string
  readonly toolCalls?: readonly TurnToolCall[]
  /** Why the model stopped. Default: `tool-calls` when there are any, else `stop`. */
  readonly finish?: TurnFinish
  readonly usage?: TurnUsage
  /** How stream deltas are cut and ordered. Default: text by words, one call after the other. */
  readonly deltas?: TurnDeltas
}

export interface TurnToolCall {
  readonly name: string
  /** The arguments as the JSON text that goes on the wire. */
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
  /** Bytes per network write, to cut frames inside events and characters. Absent: one event a write. */
  readonly bytesPerWrite?: number
}
