import { type Pointer, valueAt } from '../../contract/pointer.ts'
import { alignUnits } from '../units/align.ts'
import { readChatMessages } from '../units/chat-messages.ts'
import { readResponseItems } from '../units/response-items.ts'
import type { Transform } from './transform.ts'

/** Messages become items of `input`; system messages may become `instructions`. */
export const messagesToItems: Transform = ({ client, upstream, from, to }) => [
  ...alignUnits(readChatMessages(client), readResponseItems(upstream)),
  ...(isEmptyList(client, from) && isEmptyList(upstream, to) ? [{ client: [from], upstream: [to], same: true }] : []),
]

function isEmptyList(body: unknown, pointer: Pointer): boolean {
  const value = valueAt(body, pointer)
  return Array.isArray(value) && value.length === 0
}
