import { type Pointer, valueAt } from '../../contract/pointer.ts'
import type { Surface } from '../../contract/surface.ts'
import { alignUnits } from '../units/align.ts'
import { readChatMessages } from '../units/chat-messages.ts'
import { readResponseItems } from '../units/response-items.ts'
import type { UnitReader } from '../units/unit.ts'
import type { Transform } from './transform.ts'

const readers: Readonly<Partial<Record<Surface, UnitReader>>> = {
  'chat-completions': readChatMessages,
  responses: readResponseItems,
}

/** Messages, items of `input` and `instructions` become each other, followed piece by piece. */
export const conversation: Transform = ({ client, upstream, from, to, surfaces }) => {
  const sent = readers[surfaces.client]?.(client) ?? []
  const arrived = readers[surfaces.upstream]?.(upstream) ?? []
  const isEmpty = isEmptyList(client, from) && isEmptyList(upstream, to)
  return [...alignUnits(sent, arrived), ...(isEmpty ? [{ client: [from], upstream: [to], same: true }] : [])]
}

function isEmptyList(body: unknown, pointer: Pointer): boolean {
  const value = valueAt(body, pointer)
  return Array.isArray(value) && value.length === 0
}
