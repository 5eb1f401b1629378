import { Readable } from 'node:stream'
import type { ResponseEvent } from '../bridge-back/response-shapes.ts'
import { type JsonObject, membersOf, objectsIn } from '../json.ts'
import type { Stages } from '../pipeline.ts'
import { isEventStream } from '../provider-reply.ts'
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

const backHalfCallCompleted: Defect = {
  id: 'back-half-call-completed',
  title: 'A call that was cut short is an item that is completed.',
  sources: ['router-for-me/CLIProxyAPI@78f0c4079'],
  trips: ['expect/client'],
  stages: (stages) => ({
    ...stages,
    bridgeBackReply: (completion, call) => {
      const response = stages.bridgeBackReply(completion, call)
      return { ...response, output: objectsIn(response['output']).map((item) => ({ ...item, status: 'completed' })) }
    },
  }),
}

/** The provider's last events come again after `[DONE]`, and a reader that goes on sees them. */
const backForwardsLateChunks: Defect = {
  id: 'back-forwards-late-chunks',
  title: 'Chunks that come after [DONE] are handed on as if the answer went on.',
  sources: ['router-for-me/CLIProxyAPI@690f93dc1'],
  trips: ['reply/text'],
  stages: (stages) => ({
    ...stages,
    send: async (call) => {
      const answered = await stages.send(call)
      if (!isEventStream(answered)) return answered
      const body = Readable.from(readingOn(answered.reply.body), { objectMode: false })
      return { ...answered, reply: { ...answered.reply, body } }
    },
  }),
}

async function* readingOn(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const read: Uint8Array[] = []
  for await (const piece of pieces) read.push(piece)
  const text = Buffer.concat(read).toString('utf8')
  const end = 'data: [DONE]\n\n'
  yield Buffer.from(text.includes(end) ? text.replaceAll(end, '') + end : text)
}

const backCallsInLastEvent: Defect = {
  id: 'back-calls-in-last-event',
  title: 'The calls of a bridged stream stand in its last event alone.',
  sources: ['BerriAI/litellm#19368'],
  trips: ['stream/adds-up', 'reply/tool-calls'],
  stages: (stages) =>
    changingEvents(stages, (event) =>
      /call/.test(`${event.type} ${membersOf(event['item'])['type']}`) ? [] : [event],
    ),
}

const backSharesOutputIndex: Defect = {
  id: 'back-shares-output-index',
  title: 'A call has the number that the item before it has.',
  sources: ['decolua/9router#2611'],
  trips: ['stream/grammar'],
  stages: (stages) =>
    changingEvents(stages, (event) => {
      const { output_index: index } = event
      return [typeof index === 'number' && index > 0 ? { ...event, output_index: index - 1 } : event]
    }),
}

const backReusesClosedItem: Defect = {
  id: 'back-reuses-closed-item',
  title: 'Words that follow a call are told under the item that was closed before it.',
  sources: ['maximhq/bifrost#5967'],
  trips: ['stream/grammar'],
  stages: (stages) => changingEvents(stages, reopened),
}

function reopened(event: ResponseEvent): readonly ResponseEvent[] {
  const { type, output_index: index, item } = event
  if (typeof index !== 'number' || index === 0) return [event]
  if (type === 'response.output_item.added' && membersOf(item)['type'] === 'message') return []
  return [/output_text|content_part/.test(type) ? { ...event, output_index: 0 } : event]
}

function changingEvents(stages: Stages, change: (event: ResponseEvent) => readonly ResponseEvent[]): Stages {
  return {
    ...stages,
    bridgeBackStream: async function* (chunks, call) {
      for await (const event of stages.bridgeBackStream(chunks, call)) yield* change(event)
    },
  }
}

const backCopiesUsage: Defect = {
  id: 'back-copies-usage',
  title: 'Where Chat tells no details of the usage, the response has none.',
  sources: ['router-for-me/CLIProxyAPI@82d624209', 'router-for-me/CLIProxyAPI@e0b495624'],
  trips: ['reply/contract'],
  stages: (stages) => ({
    ...stages,
    bridgeBackReply: (completion, call) => {
      const response = stages.bridgeBackReply(completion, call)
      const { prompt_tokens_details } = membersOf(completion['usage'])
      if (prompt_tokens_details !== undefined) return response
      const { input_tokens_details: _in, output_tokens_details: _out, ...usage } = membersOf(response['usage'])
      return { ...response, usage }
    },
  }),
}

/** Replies of Chat that become responses, wrongly. */
export const bridgeBackReplyDefects: readonly Defect[] = [
  backTruncationLooksComplete,
  backReasoningHidesWords,
  backItemsLeftOpen,
  backHalfCallCompleted,
  backForwardsLateChunks,
  backCallsInLastEvent,
  backSharesOutputIndex,
  backReusesClosedItem,
  backCopiesUsage,
]
