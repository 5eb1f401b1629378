import { leavesOf } from '../../account/leaves.ts'
import { decodedBody, headerOf, parsedJson } from '../../capture/body.ts'
import type { HeaderPair } from '../../capture/exchange.ts'
import { parseSse } from '../../capture/sse.ts'
import type { Neutral } from './neutral-text.ts'

/** Every place of a message with what stands there, as text. */
export type Leaves = ReadonlyMap<string, string>

/** Other lengths and times say nothing of what was sent. */
const incidental = new Set(['content-length', 'date', 'connection', 'keep-alive', 'transfer-encoding'])

/** By lower-case name; what comes several times is joined. */
export function headerLeaves(headers: readonly HeaderPair[], neutral: Neutral): Leaves {
  const leaves = new Map<string, string>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    if (incidental.has(key)) continue
    const before = leaves.get(key)
    leaves.set(key, before === undefined ? neutral(value) : `${before}, ${neutral(value)}`)
  }
  return leaves
}

/** By JSON pointer; of a stream the first step is the number of the event. What is no JSON stands under the empty pointer. */
export function bodyLeaves(headers: readonly HeaderPair[], body: Buffer, neutral: Neutral): Leaves {
  const bytes = decodedBody(headers, body)
  const document = documentOf(headers, bytes)
  if (document === undefined)
    return new Map(bytes.length === 0 ? [] : [['', JSON.stringify(neutral(bytes.toString()))]])
  return new Map(
    leavesOf(document).map(({ pointer, value }) => [neutral(pointer), neutral(JSON.stringify(steady(pointer, value)))]),
  )
}

function documentOf(headers: readonly HeaderPair[], bytes: Buffer): unknown {
  if (!(headerOf(headers, 'content-type') ?? '').includes('text/event-stream')) return parsedJson(bytes)
  return parseSse(bytes).events.map(({ data }) => parsedJson(data) ?? data)
}

/** Dates of what gateways make, and the noise that hides how long an event is. */
function steady(pointer: string, value: unknown): unknown {
  if (/\/(created|created_at|completed_at)$/.test(pointer) && typeof value === 'number') return '<time>'
  return pointer.endsWith('/obfuscation') && typeof value === 'string' ? '<noise>' : value
}
