import { type Pointer, valueAt } from '../../contract/pointer.ts'
import type { Surface } from '../../contract/surface.ts'
import type { Pair } from '../pair.ts'
import { alignUnits } from '../units/align.ts'
import { readChatMessages } from '../units/chat-messages.ts'
import { readResponseItems } from '../units/response-items.ts'
import type { UnitReader } from '../units/unit.ts'
import { same } from './same.ts'
import type { Transform } from './transform.ts'

const readers: Readonly<Partial<Record<Surface, UnitReader>>> = {
  'chat-completions': readChatMessages,
  responses: readResponseItems,
}

/** Messages, items of `input` and `instructions` become each other, followed piece by piece. */
export const conversation: Transform = (input) => {
  const { client, upstream, from, to, surfaces } = input
  const sent = readers[surfaces.client]?.(client) ?? []
  const arrived = readers[surfaces.upstream]?.(upstream) ?? []
  const isEmpty = isEmptyList(client, from) && isEmptyList(upstream, to)
  const followed = [...alignUnits(sent, arrived), ...(isEmpty ? [{ client: [from], upstream: [to], same: true }] : [])]
  return surfaces.client === surfaces.upstream ? [...followed, ...besides(followed, same(input))] : followed
}

/** What is no piece of a conversation, one surface has in the same place: openai/codex#28968. */
function besides(followed: readonly Pair[], placed: readonly Pair[]): readonly Pair[] {
  const known = new Set(followed.flatMap((pair) => pair.client))
  return placed.filter((pair) => !pair.client.some((pointer) => known.has(pointer)))
}

function isEmptyList(body: unknown, pointer: Pointer): boolean {
  const value = valueAt(body, pointer)
  return Array.isArray(value) && value.length === 0
}
