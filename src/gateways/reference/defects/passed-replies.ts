import { isRecord } from '../../../contract/pointer.ts'
import { type JsonObject, membersOf, objectsIn } from '../json.ts'
import type { Defect } from './defect.ts'
import { changingPassedReplies } from './rewrite-replies.ts'

const filterResultsRemoved: Defect = {
  id: 'filter-results-removed',
  title: "What the provider's content filter found is taken out of the reply.",
  sources: ['BerriAI/litellm#9662'],
  trips: ['reply/extras'],
  stages: (stages) =>
    changingPassedReplies(stages, (reply) => [
      membersOf(without(reply, new Set(['content_filter_results', 'prompt_filter_results']))),
    ]),
}

function without(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((element) => without(element, names))
  if (!isRecord(value)) return value
  const kept = Object.entries(value).filter(([name]) => !names.has(name))
  return Object.fromEntries(kept.map(([name, member]) => [name, without(member, names)]))
}

const reasoningSummaryLost: Defect = {
  id: 'reasoning-summary-lost',
  title: 'The summary of the reasoning is looked for in deltas alone, and whatever stands in the items is lost.',
  sources: ['langchain-ai/langchain#37625', 'langchain-ai/langchain#36862'],
  trips: ['reply/reasoning'],
  stages: (stages) =>
    changingPassedReplies(stages, (reply) => {
      const type = reply['type']
      if (typeof type === 'string' && type.startsWith('response.reasoning_')) return []
      return [membersOf(withEmpty(reply, 'summary'))]
    }),
}

function withEmpty(value: unknown, list: string): unknown {
  if (Array.isArray(value)) return value.map((element) => withEmpty(element, list))
  if (!isRecord(value)) return value
  const members = Object.entries(value).map(([name, member]) => [
    name,
    name === list && Array.isArray(member) ? [] : withEmpty(member, list),
  ])
  return Object.fromEntries(members)
}

const usageDetailsAbsent: Defect = {
  id: 'usage-details-absent',
  title: 'The usage of a response comes without its details.',
  sources: ['router-for-me/CLIProxyAPI@82d624209'],
  trips: ['reply/contract', 'reply/usage'],
  stages: (stages) =>
    changingPassedReplies(stages, (reply) => [
      membersOf(without(reply, new Set(['input_tokens_details', 'output_tokens_details']))),
    ]),
}

const createdNamesOtherModel: Defect = {
  id: 'created-names-other-model',
  title: "A stream begins with the gateway's own name for the model, and ends with another.",
  sources: ['router-for-me/CLIProxyAPI@e0b495624', 'router-for-me/CLIProxyAPI@9b8d97441'],
  trips: ['reply/model'],
  stages: (stages) =>
    changingPassedReplies(stages, (event, call) => {
      if (event['type'] !== 'response.created') return [event]
      return [{ ...event, response: { ...membersOf(event['response']), model: `${call.route.provider}-default` } }]
    }),
}

const wordsBesideReasoningLost: Defect = {
  id: 'words-beside-reasoning-lost',
  title: 'A chunk that has reasoning is taken for reasoning alone, and its words are lost.',
  sources: ['BerriAI/litellm#36327'],
  trips: ['reply/text'],
  stages: (stages) =>
    changingPassedReplies(stages, (chunk) => [
      chunk['choices'] === undefined ? chunk : { ...chunk, choices: objectsIn(chunk['choices']).map(reasoningAlone) },
    ]),
}

function reasoningAlone(choice: JsonObject): JsonObject {
  const { content: _, ...delta } = membersOf(choice['delta'])
  return delta['reasoning_content'] === undefined ? choice : { ...choice, delta }
}

const firstChoiceOnly: Defect = {
  id: 'first-choice-only',
  title: 'Of several choices only the first is handed on.',
  sources: ['mylxsw/llm-gateway#12', 'openai/openai-agents-python#3313'],
  trips: ['reply/choices'],
  stages: (stages) =>
    changingPassedReplies(stages, (reply) => {
      const choices = objectsIn(reply['choices'])
      const first = choices.filter((choice) => choice['index'] === 0)
      if (choices.length === first.length) return [reply]
      return first.length === 0 ? [] : [{ ...reply, choices: first }]
    }),
}

const choicesJoined: Defect = {
  id: 'choices-joined',
  title: 'The texts of all choices are joined for the log, and the log becomes the first choice.',
  sources: ['theopenco/llmgateway#3155'],
  trips: ['reply/text'],
  stages: (stages) =>
    changingPassedReplies(stages, (reply) => {
      const messages = objectsIn(reply['choices']).map((choice) => membersOf(choice['message']))
      if (messages.length < 2) return [reply]
      const content = messages.map((message) => message['content']).join('')
      const [first, ...others] = objectsIn(reply['choices'])
      return [{ ...reply, choices: [{ ...first, message: { ...messages[0], content } }, ...others] }]
    }),
}

const topLogprobsNull: Defect = {
  id: 'top-logprobs-null',
  title: 'Where nobody asked for alternatives of a token, there is null instead of an empty list.',
  sources: ['BerriAI/litellm#21932'],
  trips: ['reply/contract'],
  stages: (stages) => changingPassedReplies(stages, (reply) => [membersOf(withNull(reply))]),
}

function withNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNull)
  if (!isRecord(value)) return value
  const members = Object.entries(value).map(([name, member]) => {
    const isEmpty = name === 'top_logprobs' && Array.isArray(member) && member.length === 0
    return [name, isEmpty ? null : withNull(member)]
  })
  return Object.fromEntries(members)
}

/** Replies of the client's own surface that do not stay as they were. */
export const passedRepliesDefects: readonly Defect[] = [
  filterResultsRemoved,
  reasoningSummaryLost,
  usageDetailsAbsent,
  createdNamesOtherModel,
  wordsBesideReasoningLost,
  firstChoiceOnly,
  choicesJoined,
  topLogprobsNull,
]
