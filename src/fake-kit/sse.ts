import type { StreamEvent, StreamReply } from './reply.ts'

/** The network writes of a stream: one event each, or pieces that ignore the borders of events and characters. */
export function streamWrites(reply: StreamReply): readonly Buffer[] {
  const frames = reply.events.map(frameText)
  if (reply.terminator !== undefined) frames.push(`data: ${reply.terminator}\n\n`)
  if (reply.bytesPerWrite === undefined) return frames.map((frame) => Buffer.from(frame))
  return cut(Buffer.from(frames.join('')), reply.bytesPerWrite)
}

function frameText({ event, data }: StreamEvent): string {
  const name = event === undefined ? '' : `event: ${event}\n`
  return `${name}data: ${JSON.stringify(data)}\n\n`
}

function cut(bytes: Buffer, size: number): readonly Buffer[] {
  const step = Math.max(1, Math.floor(size))
  const pieces: Buffer[] = []
  for (let start = 0; start < bytes.length; start += step) pieces.push(bytes.subarray(start, start + step))
  return pieces
}
