/** The two sides of a gateway: the client's request to it, and its requests to a provider. */
export type Hop = 'client' | 'upstream'

/** Name and value exactly as they stood on the wire: case, order and repetition kept. */
export type HeaderPair = readonly [name: string, value: string]

export interface RecordedRequest {
  readonly method: string
  /** Path and query as sent, token segment included. */
  readonly target: string
  readonly headers: readonly HeaderPair[]
  /** The bytes as sent, before any content-encoding is undone. */
  readonly body: Buffer
}

/** Bytes as they were written or arrived in one piece. */
export interface Frame {
  /** Milliseconds since the request began. */
  readonly at: number
  readonly bytes: Buffer
}

/** `complete`: the message ended as HTTP says. `cut`: the connection ended before. `pending`: it had not ended when the journal was read. */
export type MessageEnd = 'complete' | 'cut' | 'pending'

export interface RecordedReply {
  readonly status: number
  readonly headers: readonly HeaderPair[]
  /** Body bytes as they stood on the wire, in pieces. */
  readonly frames: readonly Frame[]
  readonly end: MessageEnd
}

/** How an exchange was given to its case: by the token in the path, by the key it carried, or not at all. */
export type Attribution = 'path' | 'key' | 'none'

/** What the fake thought of a request, whatever it answered. Plain data, so that a journal can be stored. */
export type Verdict =
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'refused'
      /** Rule id, for example `openai/unknown-parameter`. */
      readonly rule: string
      readonly status: number
      /** The provider's words. */
      readonly message: string
      /** Where in the request body; absent when the fault is not in the body (path, credential, syntax). */
      readonly pointer?: string
      /** The relaxing hint; never on the wire. */
      readonly hint?: string
    }

/** What a fake did not hold a request to, though the provider does. Plain data. */
export interface Leniency {
  /** `real`: only what was relaxed is left out. */
  readonly level: 'real' | 'schema' | 'observe'
  /** Every rule that was relaxed when the request came, whether or not it would have refused it. */
  readonly relaxed: readonly Relaxation[]
}

/** A rule that does not refuse, and why. */
export interface Relaxation {
  readonly rule: string
  readonly reason: string
}

/** One request and its reply as recorded, on one hop. */
export interface Exchange {
  /** Rising in the order of arrival: `c1`, `u2`, … */
  readonly id: string
  readonly hop: Hop
  /** The case's token; `undefined` when it carried none that we know. */
  readonly token: string | undefined
  readonly attribution: Attribution
  /** Which step of the case was under way, from 0. */
  readonly step: number
  /** Of the upstream hop: which fake was asked, and what it took the request for. */
  readonly provider?: string
  readonly surface?: string
  readonly operation?: string
  /** Of the upstream hop; absent where the fake was as strict as its provider. */
  readonly leniency?: Leniency
  /** Milliseconds since the run began. */
  readonly startedAt: number
  readonly request: RecordedRequest
  /** Absent when the peer never answered. */
  readonly reply?: RecordedReply
  /** Of the client hop: why there is no reply, in the client's words. */
  readonly failure?: string
  /** Of the upstream hop. */
  readonly verdict?: Verdict
}
