import { Readable } from 'node:stream'
import type { ChatChoice, ChatChunkChoice, ChatUsage } from '../bridge/chat-shapes.ts'
import { type JsonObject, membersOf, objectsIn } from '../json.ts'
import { type Defect, mapped } from './defect.ts'

const bridgeFinishStop: Defect = {
  id: 'bridge-finish-stop',
  title: 'A bridged reply with tool calls says that the model just stopped, and the agent loop ends.',
  sources: ['BerriAI/litellm#17246', 'BerriAI/litellm#19745'],
  trips: ['reply/finish'],
  stages: (stages) => ({
    ...stages,
    bridgeReply: (response, call) => {
      const completion = stages.bridgeReply(response, call)
      return { ...completion, choices: completion.choices.map((choice) => ({ ...choice, finish_reason: 'stop' })) }
    },
    bridgeStream: (events, call) =>
      mapped(stages.bridgeStream(events, call), (chunk) => {
        if ('error' in chunk) return chunk
        const choices = chunk.choices.map((choice) =>
          choice.finish_reason === null ? choice : { ...choice, finish_reason: 'stop' as const },
        )
        return { ...chunk, choices }
      }),
  }),
}

const bridgeFailureLooksComplete: Defect = {
  id: 'bridge-failure-looks-complete',
  title: 'A bridged response that failed reaches the client as an answer that is complete, and mostly empty.',
  sources: ['usestrix/strix#719'],
  trips: ['stream/failure-visible', 'expect/client'],
  stages: (stages) => ({
    ...stages,
    bridgeReply: (response, call) => stages.bridgeReply(completed(response), call),
    bridgeStream: (events, call) => stages.bridgeStream(mapped(events, completedEvent), call),
  }),
}

function completedEvent(event: JsonObject): JsonObject {
  if (event['type'] !== 'response.failed' && event['type'] !== 'error') return event
  return { type: 'response.completed', response: completed({ ...membersOf(event['response']), status: 'failed' }) }
}

function completed(response: JsonObject): JsonObject {
  return response['status'] === 'failed' ? { ...response, status: 'completed', error: null } : response
}

const streamMergesToolCalls: Defect = {
  id: 'stream-merges-tool-calls',
  title: 'Every tool call of a bridged stream has index 0, so that clients merge parallel calls into one.',
  sources: ['BerriAI/litellm#21331', 'BerriAI/litellm#20711'],
  trips: ['reply/tool-calls'],
  stages: (stages) => ({
    ...stages,
    bridgeStream: (events, call) =>
      mapped(stages.bridgeStream(events, call), (chunk) =>
        'error' in chunk ? chunk : { ...chunk, choices: chunk.choices.map(withIndexZero) },
      ),
  }),
}

function withIndexZero(choice: ChatChunkChoice): ChatChunkChoice {
  const { tool_calls } = choice.delta
  if (!tool_calls) return choice
  return { ...choice, delta: { ...choice.delta, tool_calls: tool_calls.map((call) => ({ ...call, index: 0 })) } }
}

const bridgeEstimatesUsage: Defect = {
  id: 'bridge-estimates-usage',
  title: "A bridged reply tells the gateway's own estimate of the usage, and nothing of cached tokens.",
  sources: ['BerriAI/litellm#22192', 'BerriAI/litellm#22194', 'envoyproxy/ai-gateway#2350'],
  trips: ['reply/usage'],
  stages: (stages) => ({
    ...stages,
    bridgeReply: (response, call) => ({ ...stages.bridgeReply(response, call), usage: estimate }),
    bridgeStream: (events, call) =>
      mapped(stages.bridgeStream(events, call), (chunk) =>
        'error' in chunk || chunk.usage == null ? chunk : { ...chunk, usage: estimate },
      ),
  }),
}

const estimate: ChatUsage = {
  prompt_tokens: 8,
  completion_tokens: 1,
  total_tokens: 9,
  prompt_tokens_details: { cached_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0 },
}

const bridgeLosesRefusal: Defect = {
  id: 'bridge-loses-refusal',
  title: 'The bridge hands on what the model writes, and not that it declines.',
  sources: ['BerriAI/litellm#39203', 'BerriAI/litellm#39721', 'theopenco/llmgateway#2974'],
  trips: ['reply/refusal'],
  stages: (stages) => ({
    ...stages,
    bridgeReply: (response, call) => {
      const completion = stages.bridgeReply(response, call)
      const choices = completion.choices.map((choice) => ({ ...choice, message: { ...choice.message, refusal: null } }))
      return { ...completion, choices }
    },
    bridgeStream: (events, call) => stages.bridgeStream(without(events, 'response.refusal.delta'), call),
  }),
}

async function* without(events: AsyncIterable<JsonObject>, type: string): AsyncGenerator<JsonObject> {
  for await (const event of events) if (event['type'] !== type) yield event
}

/** Its clients cut the id at 64 characters, and their next turn fits no call. */
const bridgeCompoundsCallIds: Defect = {
  id: 'bridge-compounds-call-ids',
  title: 'A tool call has the id of the item added to its own.',
  sources: ['Yeachan-Heo/gajae-code#5389'],
  trips: ['reply/call-ids'],
  stages: (stages) => ({
    ...stages,
    bridgeReply: (response, call) => {
      const output = objectsIn(response['output']).map(withCompoundId)
      return stages.bridgeReply({ ...response, output }, call)
    },
    bridgeStream: (events, call) =>
      stages.bridgeStream(
        mapped(events, (event) => ({ ...event, item: withCompoundId(membersOf(event['item'])) })),
        call,
      ),
  }),
}

function withCompoundId(item: JsonObject): JsonObject {
  return item['call_id'] === undefined ? item : { ...item, call_id: `${item['call_id']}|${item['id']}` }
}

const bridgeForwardsLateEvents: Defect = {
  id: 'bridge-forwards-late-events',
  title: 'What comes after the last event of a stream is handed on as if the answer went on.',
  sources: ['router-for-me/CLIProxyAPI@690f93dc1'],
  trips: ['stream/grammar', 'reply/text'],
  stages: (stages) => ({
    ...stages,
    bridgeStream: async function* (events, call) {
      const late: JsonObject[] = []
      yield* stages.bridgeStream(keepingLate(events, late), call)
      const opened = { type: 'response.created', response: {} }
      const completed = { type: 'response.completed', response: { status: 'completed' } }
      if (late.length > 0) yield* stages.bridgeStream(Readable.from([opened, ...late, completed]), call)
    },
  }),
}

/** Hands on every event, and keeps those after the last. */
async function* keepingLate(events: AsyncIterable<JsonObject>, late: JsonObject[]): AsyncGenerator<JsonObject> {
  let isOver = false
  for await (const event of events) {
    if (isOver) late.push(event)
    else yield event
    isOver ||= event['type'] === 'response.completed'
  }
}

const bridgeKeepsLastLogprobs: Defect = {
  id: 'bridge-keeps-last-logprobs',
  title: 'Of the log probabilities only those of the last token are left.',
  sources: ['Menci/Floway#481'],
  trips: ['reply/logprobs'],
  stages: (stages) => ({
    ...stages,
    bridgeReply: (response, call) => {
      const completion = stages.bridgeReply(response, call)
      return { ...completion, choices: completion.choices.map(withLastToken) }
    },
    bridgeStream: (events, call) => stages.bridgeStream(mapped(events, withoutLogprobs), call),
  }),
}

function withLastToken(choice: ChatChoice): ChatChoice {
  const { logprobs } = choice
  return logprobs === null ? choice : { ...choice, logprobs: { ...logprobs, content: logprobs.content.slice(-1) } }
}

function withoutLogprobs(event: JsonObject): JsonObject {
  return event['type'] === 'response.output_text.delta' ? { ...event, logprobs: [] } : event
}

/** Replies that are translated wrongly from one surface to the other. */
export const bridgeReplyDefects: readonly Defect[] = [
  bridgeFinishStop,
  bridgeFailureLooksComplete,
  streamMergesToolCalls,
  bridgeEstimatesUsage,
  bridgeLosesRefusal,
  bridgeCompoundsCallIds,
  bridgeForwardsLateEvents,
  bridgeKeepsLastLogprobs,
]
