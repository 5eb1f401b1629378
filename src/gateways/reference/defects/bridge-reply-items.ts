import type { ChatChunkChoice, ChatCompletion } from '../bridge/chat-shapes.ts'
import { type JsonObject, membersOf, objectsIn } from '../json.ts'
import type { Stages } from '../pipeline.ts'
import { type Defect, mapped } from './defect.ts'

const bridgeChoicePerItem: Defect = {
  id: 'bridge-choice-per-item',
  title: 'Every message of a response, and all of its calls together, become a choice of their own.',
  sources: ['BerriAI/litellm#37299'],
  trips: ['reply/choices'],
  stages: (stages) => ({
    ...stages,
    bridgeReply: (response, call) => {
      const output = objectsIn(response['output'])
      const calls = output.filter(({ call_id }) => call_id !== undefined)
      const rest = output.filter(({ type }) => type === 'message').map((item) => [item])
      const choices = [...rest, ...(calls.length > 0 ? [calls] : [])].flatMap(
        (items) => stages.bridgeReply({ ...response, output: items }, call).choices,
      )
      return numbered({ ...stages.bridgeReply(response, call), choices })
    },
  }),
}

function numbered(completion: ChatCompletion): ChatCompletion {
  return { ...completion, choices: completion.choices.map((choice, index) => ({ ...choice, index })) }
}

const bridgeCountsAllItems: Defect = {
  id: 'bridge-counts-all-items',
  title: 'Calls are counted among all that the model puts out, so that reasoning moves their numbers.',
  sources: ['aws-samples/bedrock-access-gateway#134'],
  trips: ['stream/grammar'],
  stages: (stages) => ({
    ...stages,
    bridgeStream: async function* (events, call) {
      const before = { count: 0 }
      for await (const chunk of stages.bridgeStream(counting(events, before), call)) {
        yield 'error' in chunk
          ? chunk
          : { ...chunk, choices: chunk.choices.map((choice) => moved(choice, before.count)) }
      }
    },
  }),
}

/** Counts the items that are no calls. */
async function* counting(events: AsyncIterable<JsonObject>, before: { count: number }): AsyncGenerator<JsonObject> {
  for await (const event of events) {
    const { call_id } = membersOf(event['item'])
    if (event['type'] === 'response.output_item.added' && call_id === undefined) before.count++
    yield event
  }
}

function moved(choice: ChatChunkChoice, by: number): ChatChunkChoice {
  const { tool_calls } = choice.delta
  if (!tool_calls) return choice
  const calls = tool_calls.map((call) => ({ ...call, index: call.index + by }))
  return { ...choice, delta: { ...choice.delta, tool_calls: calls } }
}

/** Changes the output items of a response, and the events that tell of them. */
function changingItems(stages: Stages, change: (told: JsonObject) => readonly JsonObject[]): Stages {
  return {
    ...stages,
    bridgeReply: (response, call) =>
      stages.bridgeReply({ ...response, output: objectsIn(response['output']).flatMap(change) }, call),
    bridgeStream: (events, call) => stages.bridgeStream(flatMapped(events, change), call),
  }
}

async function* flatMapped(
  events: AsyncIterable<JsonObject>,
  change: (event: JsonObject) => readonly JsonObject[],
): AsyncGenerator<JsonObject> {
  for await (const event of events) yield* change(event)
}

const bridgeDropsCustomCalls: Defect = {
  id: 'bridge-drops-custom-calls',
  title: 'The bridge knows calls of functions only, and drops those of custom tools.',
  sources: ['BerriAI/litellm#28470', 'BerriAI/litellm#28469'],
  trips: ['reply/tool-calls'],
  stages: (stages) => changingItems(stages, (told) => (isOfCustomCall(told) ? [] : [told])),
}

function isOfCustomCall(told: JsonObject): boolean {
  return `${told['type']} ${membersOf(told['item'])['type']}`.includes('custom_tool_call')
}

const bridgeEmptiesArguments: Defect = {
  id: 'bridge-empties-arguments',
  title: 'A call without arguments comes with an empty text, which is no JSON.',
  sources: ['Kilo-Org/cloud#4753'],
  trips: ['reply/tool-calls'],
  stages: (stages) =>
    changingItems(stages, (told) => [told['arguments'] === '{}' ? { ...told, arguments: '' } : emptied(told)]),
}

function emptied(event: JsonObject): JsonObject {
  const isWhole = event['type'] === 'response.function_call_arguments.delta' && event['delta'] === '{}'
  return isWhole ? { ...event, delta: '' } : event
}

const bridgeLosesAllButFirstPart: Defect = {
  id: 'bridge-first-part-only',
  title: 'Of the parts of an answer the first is read, and the others are left.',
  sources: ['langfuse/langfuse#16455'],
  trips: ['reply/text'],
  stages: (stages) => ({
    ...stages,
    bridgeReply: (response, call) => {
      const output = objectsIn(response['output']).map((item) =>
        item['type'] === 'message' ? { ...item, content: objectsIn(item['content']).slice(0, 1) } : item,
      )
      return stages.bridgeReply({ ...response, output }, call)
    },
    bridgeStream: (events, call) => stages.bridgeStream(mapped(events, withoutLaterParts), call),
  }),
}

function withoutLaterParts(event: JsonObject): JsonObject {
  const isLater = typeof event['content_index'] === 'number' && event['content_index'] > 0
  return isLater ? { type: 'response.ignored' } : event
}

const bridgeTruncationLooksComplete: Defect = {
  id: 'bridge-truncation-looks-complete',
  title: 'What Responses tells as incomplete ends in Chat as if the model had stopped.',
  sources: ['BerriAI/litellm#34351', 'BerriAI/litellm#37710'],
  trips: ['reply/finish'],
  stages: (stages) => ({
    ...stages,
    bridgeReply: (response, call) => stages.bridgeReply(asCompleted(response), call),
    bridgeStream: (events, call) => stages.bridgeStream(mapped(events, completedEvent), call),
  }),
}

function asCompleted(response: JsonObject): JsonObject {
  return response['status'] === 'incomplete' ? { ...response, status: 'completed' } : response
}

function completedEvent(event: JsonObject): JsonObject {
  if (event['type'] !== 'response.incomplete') return event
  return { ...event, type: 'response.completed', response: asCompleted(membersOf(event['response'])) }
}

/** Replies of Responses that become the wrong thing in Chat: their items, and their end. */
export const bridgeReplyItemsDefects: readonly Defect[] = [
  bridgeChoicePerItem,
  bridgeCountsAllItems,
  bridgeDropsCustomCalls,
  bridgeEmptiesArguments,
  bridgeLosesAllButFirstPart,
  bridgeTruncationLooksComplete,
]
