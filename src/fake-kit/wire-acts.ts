import { Fault } from '../contract/fault.ts'
import type { IdSource } from './ids.ts'
import type { TurnDeltas } from './turn.ts'
import type { TurnCut, TurnFaults } from './turn-faults.ts'

/** One thing that a server does for a reply. The last of them done, the message ends, unless it was a cut. */
export type WireAct =
  | { readonly kind: 'head' }
  /** One network write. */
  | { readonly kind: 'write'; readonly bytes: Buffer }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'cut'; readonly by: Exclude<TurnCut['by'], 'end'> }

export interface Line {
  readonly deltas?: TurnDeltas | undefined
  readonly faults?: TurnFaults | undefined
}

/**
 * How the frames of a reply go onto the line. The same source of randomness gives the same acts.
 * @throws Fault E_TURN_CUT, E_TURN_STALL when the reply has no such place
 */
export function wireActs(
  frames: readonly Buffer[],
  { deltas = {}, faults = {} }: Line,
  ids: IdSource,
): readonly WireAct[] {
  const { delayMs, paceMs, stall, cut } = faults
  const delay = waiting(delayMs)
  if (cut?.after === 'request') return [...delay, cutBeforeHead(cut)]
  const sent = cut === undefined ? frames : framesBeforeCut(frames, cut, cut.after, ids)
  const paced = (part: readonly Buffer[]) => inPace(regrouped(part, deltas), paceMs)
  const end: readonly WireAct[] = cut === undefined || cut.by === 'end' ? [] : [{ kind: 'cut', by: cut.by }]
  if (stall === undefined) return [...delay, { kind: 'head' }, ...paced(sent), ...end]
  if (stall.after > sent.length) throw misplaced('E_TURN_STALL', 'stall', stall.after, sent.length)
  const [before, after] = [sent.slice(0, stall.after), sent.slice(stall.after)]
  return [...delay, { kind: 'head' }, ...paced(before), ...waiting(stall.ms), ...paced(after), ...end]
}

function waiting(ms = 0): readonly WireAct[] {
  return ms > 0 ? [{ kind: 'wait', ms }] : []
}

function inPace(writes: readonly Buffer[], paceMs: number | undefined): readonly WireAct[] {
  const acts = writes.map((bytes): WireAct => ({ kind: 'write', bytes }))
  return paceMs === undefined ? acts : acts.flatMap((act, index) => (index === 0 ? act : [...waiting(paceMs), act]))
}

function cutBeforeHead({ by }: TurnCut): WireAct {
  if (by !== 'end') return { kind: 'cut', by }
  throw new Fault('E_TURN_CUT', 'a reply cannot end well before its head', {
    hint: 'Cut it by reset or close, or after 0 frames.',
  })
}

function framesBeforeCut(
  frames: readonly Buffer[],
  { inside }: TurnCut,
  after: number,
  ids: IdSource,
): readonly Buffer[] {
  const next = frames[after]
  if (next === undefined) throw misplaced('E_TURN_CUT', 'cut', after, frames.length)
  switch (inside) {
    case 'event':
      return [...frames.slice(0, after), next.subarray(0, 1 + ids.below(Math.max(1, next.length - 1)))]
    case 'character':
      return framesIntoCharacter(frames, after)
    default:
      return frames.slice(0, after)
  }
}

function framesIntoCharacter(frames: readonly Buffer[], after: number): readonly Buffer[] {
  const index = frames.findIndex((frame, at) => at >= after && leadByteIn(frame) !== -1)
  const frame = frames[index]
  if (frame !== undefined) return [...frames.slice(0, index), frame.subarray(0, leadByteIn(frame) + 1)]
  throw new Fault('E_TURN_CUT', `the reply has no character of several bytes after ${after} frames`, {
    hint: 'Write one into what the turn says: é, 東 or 🙂.',
  })
}

/** Of the first UTF-8 sequence of several bytes. */
function leadByteIn(frame: Buffer): number {
  return frame.findIndex((byte) => byte >= 0xc0)
}

function misplaced(code: string, what: string, after: number, count: number): Fault {
  return new Fault(code, `the reply has ${count} frames; there is nothing to ${what} after ${after}`, {
    hint: 'Count its events, or the whole body as one where nothing is streamed.',
  })
}

function regrouped(frames: readonly Buffer[], { bytesPerWrite, eventsPerWrite }: TurnDeltas): readonly Buffer[] {
  if (bytesPerWrite !== undefined) return pieces(Buffer.concat(frames), bytesPerWrite)
  if (eventsPerWrite === undefined) return frames
  const groups = Array.from({ length: Math.ceil(frames.length / eventsPerWrite) }, (_, at) => at * eventsPerWrite)
  return groups.map((start) => joined(frames.slice(start, start + eventsPerWrite)))
}

/** Of frames that lie together already nothing is copied. */
function joined(frames: readonly Buffer[]): Buffer {
  const [first] = frames
  const isContiguous = frames.every((frame, at) => {
    const before = frames[at - 1] ?? frame
    const end = at === 0 ? frame.byteOffset : before.byteOffset + before.length
    return frame.buffer === before.buffer && frame.byteOffset === end
  })
  if (first === undefined || !isContiguous) return Buffer.concat(frames)
  const length = frames.reduce((sum, frame) => sum + frame.length, 0)
  return Buffer.from(first.buffer, first.byteOffset, length)
}

function pieces(bytes: Buffer, size: number): readonly Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))
}
