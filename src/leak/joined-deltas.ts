import { isRecord, type Pointer, pointerOf } from '../contract/pointer.ts'

/** The pieces of one item of a stream, put together. */
export interface JoinedText {
  /** Into every event that had a piece. */
  readonly pointer: Pointer
  readonly text: string
}

/** What tells in an event to which item its pieces belong, whatever the surface. */
const itemNames = ['type', 'item_id', 'output_index', 'content_index', 'summary_index', 'index'] as const

/**
 * Joins what the events of a stream say at the same place about the same item: the text, the arguments of each tool call.
 * A value that was cut into pieces is whole again then.
 * @param events the parsed data of every event, in order
 */
export function joinedDeltas(events: readonly unknown[]): readonly JoinedText[] {
  const items = new Map<string, { readonly pointer: Pointer; readonly pieces: string[] }>()
  for (const event of events) collect(event, [], '', items)
  const several = [...items.values()].filter(({ pieces }) => pieces.length > 1)
  return several.map(({ pointer, pieces }) => ({ pointer, text: pieces.join('') }))
}

function collect(
  value: unknown,
  path: readonly (string | number)[],
  item: string,
  items: Map<string, { readonly pointer: Pointer; readonly pieces: string[] }>,
): void {
  if (typeof value === 'string') {
    const pointer = pointerOf(path)
    const key = `${item} ${pointer}`
    const known = items.get(key)
    if (known === undefined) items.set(key, { pointer, pieces: [value] })
    else known.pieces.push(value)
  } else if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) collect(element, [...path, index], item, items)
  } else if (isRecord(value)) {
    const own = `${item} ${itemNames.map((name) => String(value[name] ?? '')).join(',')}`
    for (const [name, member] of Object.entries(value)) collect(member, [...path, name], own, items)
  }
}
