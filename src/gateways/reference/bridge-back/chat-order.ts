import { type JsonObject, objectsIn } from '../json.ts'

/**
 * Messages in the order that Chat wants: one system message in front, the calls of a turn in one message with what was said
 * beside them, and right after it all of their results. What was said later, stays later.
 */
export function inChatOrder(messages: readonly JsonObject[]): JsonObject[] {
  return withCallsTogether(withResultsTogether(withOneLeader(messages)))
}

/** Several of them are joined part by part, so that each stays as it was. */
function withOneLeader(messages: readonly JsonObject[]): readonly JsonObject[] {
  const end = messages.findIndex(({ role }) => role !== 'system' && role !== 'developer')
  const leaders = end === -1 ? messages : messages.slice(0, end)
  if (leaders.length < 2) return messages
  const content = leaders.flatMap((leader) => partsOf(leader['content']))
  return [{ role: 'system', content }, ...messages.slice(leaders.length)]
}

/** A result goes to its turn, before what a tool has shown or a user has said since. */
function withResultsTogether(messages: readonly JsonObject[]): readonly JsonObject[] {
  const ordered: JsonObject[] = []
  for (const message of messages) {
    const turn = ordered.findLastIndex(({ role }) => role === 'tool' || role === 'assistant')
    const isLate = message['role'] === 'tool' && turn !== -1
    ordered.splice(isLate ? turn + 1 : ordered.length, 0, message)
  }
  return ordered
}

function withCallsTogether(messages: readonly JsonObject[]): JsonObject[] {
  const joined: JsonObject[] = []
  for (const message of messages) {
    const last = joined.at(-1)
    if (last !== undefined && isOneTurn(last, message)) joined[joined.length - 1] = joinTurn(last, message)
    else joined.push(message)
  }
  return joined
}

/** Two texts of the assistant are two messages, unless a call stands between or before them. */
function isOneTurn(first: JsonObject, second: JsonObject): boolean {
  if (first['role'] !== 'assistant' || second['role'] !== 'assistant') return false
  return 'tool_calls' in first || 'tool_calls' in second
}

function joinTurn(first: JsonObject, second: JsonObject): JsonObject {
  const calls = [...objectsIn(first['tool_calls']), ...objectsIn(second['tool_calls'])]
  const contents = [first['content'], second['content']].filter((content) => content !== undefined)
  const content = contents.length > 1 ? contents.flatMap(partsOf) : contents[0]
  return { role: 'assistant', ...(content !== undefined && { content }), tool_calls: calls }
}

function partsOf(content: unknown): readonly unknown[] {
  if (Array.isArray(content)) return content
  return [{ type: 'text', text: content }]
}
