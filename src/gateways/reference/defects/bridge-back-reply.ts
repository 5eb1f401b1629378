import { type JsonObject, membersOf, objectsIn } from '../json.ts'
import { type Defect, mapped } from './defect.ts'

const backTruncationLooksComplete: Defect = {
  id: 'back-truncation-looks-complete',
  title: 'What Chat cut short is a completed response.',
  sources: ['router-for-me/CLIProxyAPI@78f0c4079'],
  trips: ['reply/finish'],
  stages: (stages) => ({
    ...stages,
    bridgeBackReply: (completion, call) => stages.bridgeBackReply(stopped(completion), call),
    bridgeBackStream: (chunks, call) => stages.bridgeBackStream(mapped(chunks, stopped), call),
  }),
}

function stopped(reply: JsonObject): JsonObject {
  if (reply['choices'] === undefined) return reply
  const choices = objectsIn(reply['choices']).map((choice) =>
    choice['finish_reason'] === 'length' ? { ...choice, finish_reason: 'stop' } : choice,
  )
  return { ...reply, choices }
}

const backReasoningHidesWords: Defect = {
  id: 'back-reasoning-hides-words',
  title: 'A Chat chunk that has reasoning becomes an event of reasoning, and its words become none.',
  sources: ['BerriAI/litellm#36327'],
  trips: ['reply/text'],
  stages: (stages) => ({
    ...stages,
    bridgeBackStream: (chunks, call) => stages.bridgeBackStream(mapped(chunks, reasoningAlone), call),
  }),
}

function reasoningAlone(chunk: JsonObject): JsonObject {
  if (chunk['choices'] === undefined) return chunk
  const choices = objectsIn(chunk['choices']).map((choice) => {
    const { content: _, ...delta } = membersOf(choice['delta'])
    return delta['reasoning_content'] === undefined ? choice : { ...choice, delta }
  })
  return { ...chunk, choices }
}

const backItemsLeftOpen: Defect = {
  id: 'back-items-left-open',
  title: 'The items of a bridged response begin and are never done.',
  sources: ['router-for-me/CLIProxyAPI@4906ead34'],
  trips: ['stream/grammar', 'stream/adds-up'],
  stages: (stages) => ({
    ...stages,
    bridgeBackStream: async function* (chunks, call) {
      for await (const event of stages.bridgeBackStream(chunks, call)) {
        if (event.type !== 'response.output_item.done') yield event
      }
    },
  }),
}

/** Replies of Chat that become responses, wrongly. */
export const bridgeBackReplyDefects: readonly Defect[] = [
  backTruncationLooksComplete,
  backReasoningHidesWords,
  backItemsLeftOpen,
]
