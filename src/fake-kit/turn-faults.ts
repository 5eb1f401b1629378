/** What goes wrong on the line. A frame is one event of a stream, or the whole body where nothing is streamed. */
export interface TurnFaults {
  /** Milliseconds before the first byte of the head. */
  readonly delayMs?: number
  /** Milliseconds between two network writes. */
  readonly paceMs?: number
  /** After so many frames nothing comes for so many milliseconds; then it goes on. */
  readonly stall?: { readonly after: number; readonly ms: number }
  readonly cut?: TurnCut
  /** Instead of the right one; null: no such header. */
  readonly contentType?: string | null
  /** Lines of a stream end with carriage return and line feed. */
  readonly crlf?: boolean
  /** A comment line before every so many events of a stream, as providers keep a connection alive. */
  readonly comments?: number
  /** `data:{…}`, without the blank that may be left out. */
  readonly compact?: boolean
  /** So many events come once more after the stream is over: those around its middle. */
  readonly afterEnd?: number
}

/** The reply breaks off. What there is of it before, is sent. */
export interface TurnCut {
  /** After so many whole frames. `request`: before the head, when the request has been read. */
  readonly after: number | 'request'
  /** Some of the next frame is sent too: up to a seeded place in it, or into its first character of several bytes, for which frames are passed over. */
  readonly inside?: 'event' | 'character'
  /**
   * `reset`: the connection is reset. `close`: it is closed. `half-close`: it is closed for writing, until the client goes.
   * `end`: the message ends well, as HTTP says, but without the rest.
   */
  readonly by: 'reset' | 'close' | 'half-close' | 'end'
}
