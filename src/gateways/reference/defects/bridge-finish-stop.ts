import { type Defect, mapped } from './defect.ts'

export const bridgeFinishStop: Defect = {
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
