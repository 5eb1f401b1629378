import type { ChatChunkChoice } from '../bridge/chat-shapes.ts'
import { type JsonObject, membersOf } from '../json.ts'
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

/** Replies that are translated wrongly from one surface to the other. */
export const bridgeReplyDefects: readonly Defect[] = [
  bridgeFinishStop,
  bridgeFailureLooksComplete,
  streamMergesToolCalls,
]
