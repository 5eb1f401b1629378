import { pipeline, Transform } from 'node:stream'
import type { AnsweredCall } from '../call.ts'
import { type JsonObject, membersOf, objectsIn, textOf } from '../json.ts'
import type { Stages } from '../pipeline.ts'
import { changingPassed, changingSent, type Defect } from './defect.ts'
import { changingPassedReplies } from './rewrite-replies.ts'

const optionsStick: Defect = {
  id: 'options-stick',
  title: 'The options of a request are written into the settings of its route, and the next request has them, too.',
  sources: ['The-PR-Agent/pr-agent#2928', 'Kong/kong@3.8'],
  trips: ['account/no-unaccounted-field'],
  stages: (stages) => {
    const kept = new Map<string, JsonObject>()
    return changingSent(stages, (sent, { route }) => {
      const { model: _model, messages: _messages, input: _input, stream: _stream, ...options } = sent
      const known = kept.get(route.alias) ?? {}
      kept.set(route.alias, { ...known, ...options })
      return { ...known, ...sent }
    })
  },
}

const toolsOrderVaries: Defect = {
  id: 'tools-order-varies',
  title: 'Tools are kept in a map, and come out of it in another order each time.',
  sources: ['maximhq/bifrost#2347'],
  trips: ['call/stable-tools'],
  stages: (stages) => {
    let calls = 0
    return changingSent(stages, (sent) => {
      const tools = objectsIn(sent['tools'])
      if (tools.length < 2) return sent
      const first = ++calls % tools.length
      return { ...sent, tools: [...tools.slice(first), ...tools.slice(0, first)] }
    })
  },
}

const streamsShareRest: Defect = {
  id: 'streams-share-rest',
  title: 'What is left of an event waits for its end in one place for all streams.',
  sources: ['Kong/kong@3.8'],
  trips: ['reply/text'],
  stages: (stages) => {
    const shared = { rest: Buffer.alloc(0) }
    return {
      ...stages,
      send: async (call) => {
        const answered = await stages.send(call)
        return isStreamed(answered) ? withBody(answered, wholeEvents(shared)) : answered
      },
    }
  },
}

function isStreamed({ reply, sent }: AnsweredCall): boolean {
  return reply.status === 200 && sent['stream'] === true
}

function withBody(answered: AnsweredCall, change: Transform): AnsweredCall {
  return { ...answered, reply: { ...answered.reply, body: pipeline(answered.reply.body, change, () => {}) } }
}

function wholeEvents(shared: { rest: Buffer }): Transform {
  return new Transform({
    transform: (piece: Buffer, _encoding, done) => {
      const bytes = Buffer.concat([shared.rest, piece])
      const end = bytes.lastIndexOf('\n\n')
      shared.rest = Buffer.from(bytes.subarray(end === -1 ? 0 : end + 2))
      done(null, bytes.subarray(0, end === -1 ? 0 : end + 2))
    },
  })
}

/** Changes what is sent on routes from Responses to Responses. */
function changingResponses(stages: Stages, change: (sent: JsonObject) => JsonObject): Stages {
  return changingPassed(stages, (sent, { surface }) => (surface === 'responses' ? change(sent) : sent))
}

/** Changes the items of the input; a text has none. */
function changingItems(stages: Stages, change: (item: JsonObject) => JsonObject): Stages {
  return changingResponses(stages, (sent) =>
    Array.isArray(sent['input']) ? { ...sent, input: objectsIn(sent['input']).map(change) } : sent,
  )
}

const responseIdWrapped: Defect = {
  id: 'response-id-wrapped',
  title: 'Ids of responses are wrapped on their way to the client, and sent on as they come back.',
  sources: ['BerriAI/litellm#32031', 'BerriAI/litellm#32413'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingPassedReplies(stages, (reply, { surface }) => {
      if (surface !== 'responses') return [reply]
      if (reply['response'] === undefined) return [withWrappedId(reply)]
      return [{ ...reply, response: withWrappedId(membersOf(reply['response'])) }]
    }),
}

function withWrappedId(response: JsonObject): JsonObject {
  if (response['object'] !== 'response') return response
  const id = Buffer.from(`deployment:1;response:${textOf(response['id'])}`).toString('base64url')
  return { ...response, id: `resp_${id}` }
}

const historyLeftOut: Defect = {
  id: 'history-left-out',
  title: 'Where the provider does not find the previous response, the request is sent again without it.',
  sources: ['icebear0828/codex-proxy#418'],
  trips: ['call/count', 'call/retry-equal', 'expect/client'],
  stages: (stages) => ({
    ...stages,
    send: async (call) => {
      const answered = await stages.send(call)
      const { previous_response_id: previous, ...sent } = call.sent
      if (answered.reply.status !== 400 || previous === undefined) return answered
      for await (const _piece of answered.reply.body);
      return await stages.send({ ...call, sent })
    },
  }),
}

const nothingStored: Defect = {
  id: 'nothing-stored',
  title: 'Responses are asked for with store: false where the client left it to the default.',
  sources: ['langchain-ai/langchainjs#9938', 'vercel/ai#7543'],
  trips: ['account/no-unaccounted-field', 'contract/upstream-request'],
  stages: (stages) => changingResponses(stages, (sent) => ({ store: false, ...sent })),
}

const replayedIdsNew: Defect = {
  id: 'replayed-ids-new',
  title: 'Reasoning that is sent back gets a new id.',
  sources: ['maximhq/bifrost#5186'],
  trips: ['account/no-altered-value'],
  stages: (stages) =>
    changingItems(stages, (item) =>
      item['type'] === 'reasoning' ? { ...item, id: `rs_${textOf(item['id']).split('').toReversed().join('')}` } : item,
    ),
}

const replayedReasoningStripped: Defect = {
  id: 'replayed-reasoning-stripped',
  title: 'The encrypted part of reasoning that is sent back does not arrive.',
  sources: ['BerriAI/litellm#50456', 'BerriAI/litellm#36197'],
  trips: ['account/no-silent-loss'],
  stages: (stages) => changingItems(stages, ({ encrypted_content: _, ...item }) => item),
}

const replayedItemsByReference: Defect = {
  id: 'replayed-items-by-reference',
  title: 'Items that have an id are sent as references to it, whether or not anything was stored.',
  sources: ['vercel/ai#7543', 'openclaw/openclaw#21782', 'earendil-works/pi#5530'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingItems(stages, (item) =>
      item['id'] === undefined || item['role'] === 'user' ? item : { type: 'item_reference', id: item['id'] },
    ),
}

const historyLostOnChat: Defect = {
  id: 'history-lost-on-chat',
  title: 'A reference to what only a provider of Responses keeps is passed over where Chat serves the request.',
  sources: ['BerriAI/litellm#48655'],
  trips: ['account/no-silent-loss'],
  stages: (stages) => ({
    ...stages,
    bridgeBackRequest: (call) => {
      const { previous_response_id: _previous, conversation: _conversation, prompt: _prompt, ...body } = call.body
      return stages.bridgeBackRequest({ ...call, body })
    },
  }),
}

/** What stays of one request for the next, and what providers keep between the turns of a conversation. */
export const stateDefects: readonly Defect[] = [
  optionsStick,
  toolsOrderVaries,
  streamsShareRest,
  responseIdWrapped,
  historyLeftOut,
  nothingStored,
  replayedIdsNew,
  replayedReasoningStripped,
  replayedItemsByReference,
  historyLostOnChat,
]
