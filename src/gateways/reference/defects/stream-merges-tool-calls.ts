import type { ChatChunkChoice } from '../bridge/chat-shapes.ts'
import { type Defect, mapped } from './defect.ts'

export const streamMergesToolCalls: Defect = {
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
