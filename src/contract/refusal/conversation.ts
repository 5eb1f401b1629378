import { isRecord } from '../pointer.ts'
import { type Condition, type Found, type Indexed, isAbsent, recordsOf } from './find.ts'

/** Conditions over the messages of a chat request, and over the tool that it chooses. */
export const conversationConditions: Readonly<Record<string, Condition>> = {
  'undeclared-tool-choice': {
    says: 'the chosen tool is not among the declared ones',
    about: ['tool_choice', 'function_call'],
    find(body) {
      const name = chosenName(body)
      const declared = declaredNames(body)
      if (name === undefined || declared.length === 0 || declared.includes(name)) return []
      return [{ pointer: choicePointer(body), name }]
    },
  },
  'empty-assistant-message': {
    says: 'an assistant message has neither content nor a call',
    about: ['messages'],
    find: (body) =>
      recordsOf(body, 'messages')
        .filter(
          ({ record }) => record['role'] === 'assistant' && assistantMembers.every((name) => isAbsent(record[name])),
        )
        .map(({ index }) => ({ pointer: `/messages/${index}/content` })),
  },
  'orphan-tool-message': {
    says: 'a message of role tool does not follow a message with tool calls',
    about: ['messages'],
    find: (body) => orphanToolMessages(recordsOf(body, 'messages')),
  },
  'unanswered-tool-calls': {
    says: 'a tool call of an assistant message has no tool message after it',
    about: ['messages'],
    find: (body) => unansweredToolCalls(recordsOf(body, 'messages')),
  },
}

const assistantMembers = ['content', 'tool_calls', 'function_call', 'audio', 'refusal']

function choicePointer(body: unknown): string {
  return isRecord(body) && body['tool_choice'] !== undefined ? '/tool_choice' : '/function_call'
}

/** The function that `tool_choice` or `function_call` names. */
function chosenName(body: unknown): string | undefined {
  if (!isRecord(body)) return undefined
  const choice = body['tool_choice'] ?? body['function_call']
  if (!isRecord(choice)) return undefined
  const named = isRecord(choice['function']) ? choice['function'] : choice
  const isFunction = choice['type'] === undefined || choice['type'] === 'function'
  return isFunction && typeof named['name'] === 'string' ? named['name'] : undefined
}

function declaredNames(body: unknown): unknown[] {
  const tools = recordsOf(body, 'tools').map(({ record }) =>
    isRecord(record['function']) ? record['function']['name'] : record['name'],
  )
  return [...tools, ...recordsOf(body, 'functions').map(({ record }) => record['name'])]
}

function orphanToolMessages(messages: readonly Indexed[]): Found[] {
  const orphans: Found[] = []
  let hasCalls = false
  for (const { index, record } of messages) {
    if (record['role'] !== 'tool') hasCalls = Array.isArray(record['tool_calls'])
    else if (!hasCalls) orphans.push({ pointer: `/messages/${index}/role` })
  }
  return orphans
}

const none: readonly Found[] = []

function unansweredToolCalls(messages: readonly Indexed[]): Found[] {
  return messages.flatMap(({ index, record }, position) => {
    // Most messages have none, and then nothing is built.
    if (record['tool_calls'] === undefined) return none
    const wanted = recordsOf(record, 'tool_calls').map((call) => call.record['id'])
    if (wanted.length === 0) return none
    const answers = answersAfter(messages, position)
    const missing = wanted.filter((id) => typeof id === 'string' && !answers.has(id))
    return missing.length === 0 ? none : [{ pointer: `/messages/${index}/tool_calls`, name: missing.join(', ') }]
  })
}

/** Ids of the tool messages that follow a message without a gap. */
function answersAfter(messages: readonly Indexed[], position: number): ReadonlySet<unknown> {
  const answers = new Set<unknown>()
  for (let next = position + 1; messages[next]?.record['role'] === 'tool'; next++) {
    answers.add(messages[next]?.record['tool_call_id'])
  }
  return answers
}
