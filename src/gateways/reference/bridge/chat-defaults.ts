import { isRecord } from '../../../contract/pointer.ts'
import type { JsonObject } from '../json.ts'

/**
 * A chat request that says what it leaves to Chat's defaults, where the Responses API has another one: Chat stores nothing
 * unless asked, and holds a function to its schema only when asked. Without this the bridge would change both in silence.
 */
export function withChatDefaults(chat: JsonObject): JsonObject {
  const { tools } = chat
  return {
    ...chat,
    ...(Array.isArray(tools) && { tools: tools.map(looseUnlessStrict) }),
    store: chat['store'] ?? false,
  }
}

function looseUnlessStrict(tool: unknown): unknown {
  const described = isRecord(tool) ? tool['function'] : undefined
  if (!isRecord(tool) || !isRecord(described)) return tool
  return { ...tool, function: { ...described, strict: described['strict'] ?? false } }
}
