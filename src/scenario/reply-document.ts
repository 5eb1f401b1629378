import type { Exchange } from '../capture/exchange.ts'
import { decodedReply, type StreamEvent } from '../capture/reply-view/decoded.ts'
import { isRecord } from '../contract/pointer.ts'

/**
 * The reply that a client got, as one document: of a stream what a client puts together from it, which is what it sends
 * back in its next request. `undefined` where there is none, or where it is no JSON.
 */
export function replyDocument(exchange: Exchange | undefined): unknown {
  if (exchange?.reply === undefined) return undefined
  const decoded = decodedReply(exchange.reply)
  return decoded.kind === 'body' ? decoded.json : assembled(decoded.events)
}

function assembled(events: readonly StreamEvent[]): unknown {
  const documents = events.map(({ json }) => json).filter((json) => isRecord(json))
  // The last event of a response holds it whole.
  const response = documents.findLast((event) => isRecord(event['response']))?.['response']
  return response ?? completionOf(documents)
}

function completionOf(chunks: readonly Readonly<Record<string, unknown>>[]): unknown {
  const choices = new Map<unknown, Record<string, unknown>>()
  for (const choice of chunks.flatMap(({ choices: each }) => (Array.isArray(each) ? each : []))) {
    if (!isRecord(choice)) continue
    const known = choices.get(choice['index']) ?? { index: choice['index'], message: {} }
    choices.set(choice['index'], {
      ...known,
      message: joined(known['message'], choice['delta']),
      finish_reason: choice['finish_reason'] ?? known['finish_reason'],
    })
  }
  return { ...chunks[0], choices: [...choices.values()] }
}

/** Said once, and whole, however often it is said. */
const names = new Set(['role', 'id', 'type', 'name'])

/** As the SDKs put deltas together: texts are joined, elements of lists found by their `index`, anything else replaced. */
function joined(sofar: unknown, delta: unknown): unknown {
  if (delta === undefined || delta === null) return sofar
  if (typeof sofar === 'string' && typeof delta === 'string') return sofar + delta
  if (Array.isArray(delta)) return joinedLists(Array.isArray(sofar) ? sofar : [], delta)
  if (!isRecord(delta)) return delta
  const known = isRecord(sofar) ? sofar : {}
  const members = Object.entries(delta).map(([name, value]) => [
    name,
    names.has(name) && typeof value === 'string' ? value || known[name] : joined(known[name], value),
  ])
  return { ...known, ...Object.fromEntries(members) }
}

/** The `index` is of the stream; whoever sends the message back leaves it out. */
function joinedLists(sofar: readonly unknown[], delta: readonly unknown[]): readonly unknown[] {
  const list = [...sofar]
  for (const item of delta) {
    const { index, ...members } = isRecord(item) ? item : { index: undefined }
    if (typeof index === 'number') list[index] = joined(list[index], members)
    else list.push(item)
  }
  return list
}
