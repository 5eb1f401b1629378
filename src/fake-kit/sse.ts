import type { StreamEvent, StreamReply } from './reply.ts'
import type { TurnFaults } from './turn-faults.ts'

/** How events may be written besides the usual way. */
export type StreamForm = Pick<TurnFaults, 'crlf' | 'comments' | 'compact' | 'afterEnd'>

const keepAlive = ': keep-alive\n\n'

/** The events of a stream as they are written, the terminator among them: one frame each. */
export function streamFrames(reply: StreamReply, form: StreamForm = {}): readonly Buffer[] {
  const frames = reply.events.map((event) => frameText(event, form))
  if (reply.terminator !== undefined) frames.push(dataLine(reply.terminator, form))
  frames.push(...lateEvents(reply, form.afterEnd ?? 0).map((event) => frameText(event, form)))
  const { comments } = form
  const commented =
    comments === undefined ? frames : frames.map((text, at) => (at % comments ? text : keepAlive + text))
  // JSON text has no line feeds of its own.
  return encoded(form.crlf ? commented.map((text) => text.replaceAll('\n', '\r\n')) : commented)
}

/** Encoded in one go, for a stream has many frames. Those that go together lie together. */
function encoded(texts: readonly string[]): readonly Buffer[] {
  const whole = texts.join('')
  const bytes = Buffer.from(whole)
  const lengthOf = bytes.length === whole.length ? (text: string) => text.length : Buffer.byteLength
  let end = 0
  return texts.map((text) => {
    const start = end
    end += lengthOf(text)
    return bytes.subarray(start, end)
  })
}

function frameText({ event, data }: StreamEvent, form: StreamForm): string {
  const lines = dataLine(JSON.stringify(data), form)
  if (event === undefined) return lines
  return `event:${form.compact ? '' : ' '}${event}\n${lines}`
}

function dataLine(text: string, { compact }: StreamForm): string {
  return `data:${compact ? '' : ' '}${text}\n\n`
}

/** From the middle, where streams have deltas. */
function lateEvents({ events }: StreamReply, count: number): readonly StreamEvent[] {
  const middle = Math.floor(events.length / 2)
  return events.slice(middle, middle + count)
}
