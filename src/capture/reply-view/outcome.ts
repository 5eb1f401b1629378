import type { RecordedReply } from '../exchange.ts'
import { streamEvents } from './decoded.ts'
import { isReadable, readReply } from './reply-view.ts'

/**
 * How a reply ends for whoever reads it. `ok`: it is presented as whole. `error`: it says that it failed, by its status or
 * inside a stream. `cut`: it breaks off, or makes no sense.
 */
export type ReplyOutcome = 'ok' | 'error' | 'cut'

/** @param reply `undefined`: the connection ended without one */
export function outcomeOf(reply: RecordedReply | undefined, surface: string): ReplyOutcome {
  if (reply === undefined) return 'cut'
  if (!isReadable(surface)) return unreadOutcome(reply)
  const view = readReply(reply, surface)
  if (view.kind === 'error') return 'error'
  if (view.kind === 'unreadable') return 'cut'
  if (view.error !== undefined) return 'error'
  return view.finish !== undefined || !view.streamed || saysDone(reply) ? 'ok' : 'cut'
}

/** The same of what a provider wrote: who reads it may leave as soon as everything has been said. */
export function writtenOutcome(reply: RecordedReply | undefined, surface: string): ReplyOutcome {
  return outcomeOf(reply && isReadable(surface) ? { ...reply, end: 'complete' } : reply, surface)
}

function unreadOutcome({ status, end }: RecordedReply): ReplyOutcome {
  if (status >= 400) return 'error'
  return end === 'cut' ? 'cut' : 'ok'
}

/** A client that reads this takes the stream for finished, whether it was told why or not. */
function saysDone(reply: RecordedReply): boolean {
  return streamEvents(reply)?.some(({ data }) => data === '[DONE]') ?? false
}
