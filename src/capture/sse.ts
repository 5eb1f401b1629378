import { createParser } from 'eventsource-parser'

/** One server-sent event as a client would see it. */
export interface SseEvent {
  /** The `event:` line. */
  readonly event: string | undefined
  readonly data: string
}

/** Parses a whole stream. Bytes after the last blank line are no event; `rest` says whether there were any. */
export function parseSse(bytes: Buffer): { readonly events: readonly SseEvent[]; readonly rest: boolean } {
  const events: SseEvent[] = []
  const parser = createParser({ onEvent: ({ event, data }) => events.push({ event, data }) })
  const text = bytes.toString('utf8')
  parser.feed(text)
  return { events, rest: !/(?:^|\r\n\r\n|\n\n|\r\r)$/.test(text) }
}

/**
 * The number of the piece, from 0, with which the first event has arrived whose data is the one looked for; `undefined`
 * when none is.
 */
export function pieceOfEvent(pieces: readonly Buffer[], isWanted: (data: string) => boolean): number | undefined {
  let found = false
  const parser = createParser({
    onEvent: ({ data }) => {
      found ||= isWanted(data)
    },
  })
  const decoder = new TextDecoder()
  const index = pieces.findIndex((piece) => {
    parser.feed(decoder.decode(piece, { stream: true }))
    return found
  })
  return index === -1 ? undefined : index
}
