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
