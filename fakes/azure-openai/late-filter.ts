import type { StreamEvent } from '../../src/fake-kit/reply.ts'
import { fieldsOf, listOf, textOf } from '../surfaces/fields.ts'
import { safeResults } from './content-filter.ts'

/** After so many deltas with text the filter has caught up. */
const deltasPerFinding = 4

/** Of one choice: how many characters were streamed, and up to which the filter has read. */
interface Progress {
  readonly streamed: number
  readonly read: number
  readonly deltas: number
}

const beginning: Progress = { streamed: 0, read: 0, deltas: 0 }

/**
 * The chunks of a deployment whose content filter works asynchronously: text is streamed at once, and what the filter found
 * follows in chunks of their own, which have no delta: langchain-ai/langchain#18977.
 */
export function lateFiltered(events: readonly StreamEvent[]): readonly StreamEvent[] {
  const progress = new Map<number, Progress>()
  return events.flatMap((event) => {
    const findings = listOf(fieldsOf(event.data)['choices']).flatMap((each) => {
      const choice = fieldsOf(each)
      const index = Number(choice['index'])
      const { next, finding } = advanced(progress.get(index) ?? beginning, choice)
      progress.set(index, next)
      return finding === undefined ? [] : [{ data: findingChunk(index, finding) }]
    })
    return [event, ...findings]
  })
}

/** @returns the finding that is due after this choice of a chunk, if any */
function advanced(
  { streamed, read, deltas }: Progress,
  choice: Readonly<Record<string, unknown>>,
): { readonly next: Progress; readonly finding?: Progress } {
  const text = textOf(fieldsOf(choice['delta'])['content'])
  const next = { streamed: streamed + text.length, read, deltas: deltas + (text === '' ? 0 : 1) }
  const isOver = typeof choice['finish_reason'] === 'string'
  const isDue = next.streamed > read && (isOver || next.deltas >= deltasPerFinding)
  return isDue ? { next: { streamed: next.streamed, read: next.streamed, deltas: 0 }, finding: next } : { next }
}

function findingChunk(index: number, { streamed, read }: Progress): object {
  const offsets = { check_offset: streamed, start_offset: read, end_offset: streamed }
  const choice = {
    index,
    finish_reason: null,
    content_filter_results: safeResults,
    content_filter_offsets: offsets,
  }
  return { id: '', object: '', created: 0, model: '', choices: [choice] }
}
