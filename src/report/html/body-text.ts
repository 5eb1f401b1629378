/** A body as a person reads it: JSON on lines of its own, anything else as it came. */
export function readableBody(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

/** How many events are shown of one stream. */
const mostEvents = 400

/** The events of a stream, one text each; a single one for whatever is no stream. */
export function eventsOf(body: string): { readonly shown: readonly string[]; readonly left: number } {
  const events = body.split(/(?<=\r?\n\r?\n)/).filter((event) => event.trim() !== '')
  return {
    shown: events.slice(0, mostEvents).map((event) => event.trimEnd()),
    left: Math.max(0, events.length - mostEvents),
  }
}

export function isEventStream(headers: readonly (readonly [string, string])[], body: string): boolean {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  return type === undefined ? /^(?:event|data|id|:)/.test(body) : type.startsWith('text/event-stream')
}
