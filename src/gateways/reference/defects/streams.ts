import { pipeline, Readable, Transform } from 'node:stream'
import { type JsonObject, membersOf } from '../json.ts'
import type { Defect } from './defect.ts'
import { changingPassedReplies, changingPassedStreams } from './rewrite-replies.ts'

const cutStreamLooksComplete: Defect = {
  id: 'cut-stream-looks-complete',
  title: 'A bridged stream whose connection is cut is ended as if the model had stopped.',
  sources: ['BerriAI/litellm#40260', 'BerriAI/litellm#42085'],
  trips: ['stream/failure-visible', 'expect/client'],
  stages: (stages) => ({
    ...stages,
    bridgeStream: (events, call) => stages.bridgeStream(endingWell(events), call),
  }),
}

/** After the last event of a stream that has one, the further one changes nothing. */
async function* endingWell(events: AsyncIterable<JsonObject>): AsyncGenerator<JsonObject> {
  try {
    yield* events
  } catch {
    // The very mistake.
  }
  yield { type: 'response.completed', response: { status: 'completed' } }
}

const splitsUtf8: Defect = {
  id: 'splits-utf8',
  title: 'Every piece of a reply is decoded by itself, so that a character between two pieces is destroyed.',
  sources: ['musistudio/claude-code-router#1672'],
  trips: ['reply/text'],
  stages: (stages) => ({
    ...stages,
    send: async (call) => {
      const answered = await stages.send(call)
      const body = pipeline(answered.reply.body, decodingEachPiece(), () => {})
      return { ...answered, reply: { ...answered.reply, body } }
    },
  }),
}

/** A stream, because iterating one joins the pieces that are waiting. */
function decodingEachPiece(): Transform {
  return new Transform({ transform: (piece: Buffer, _encoding, done) => done(null, piece.toString('utf8')) })
}

const sequenceNumberStands: Defect = {
  id: 'sequence-number-stands',
  title: 'Every event of a Responses stream has the same sequence_number.',
  sources: ['BerriAI/litellm#32579', 'openai-php/client#764'],
  trips: ['stream/grammar'],
  stages: (stages) =>
    changingPassedReplies(stages, (event) => ['sequence_number' in event ? { ...event, sequence_number: 0 } : event]),
}

const sequenceNumberMissing: Defect = {
  id: 'sequence-number-missing',
  title: 'The events of a Responses stream come without sequence_number.',
  sources: ['BerriAI/litellm#28899', 'onyx-dot-app/onyx#13624'],
  trips: ['stream/grammar', 'reply/contract'],
  stages: (stages) => changingPassedReplies(stages, ({ sequence_number: _, ...event }) => [event]),
}

const threeEventTypes: Defect = {
  id: 'three-event-types',
  title: 'A Responses stream has its beginning, its text and its end, and no event between them.',
  sources: ['Sophomoresty/gemini-web2api#57'],
  trips: ['stream/grammar', 'stream/adds-up'],
  stages: (stages) => {
    const kept = new Set(['response.created', 'response.output_text.delta', 'response.completed'])
    return changingPassedReplies(stages, (event) => {
      const type = event['type']
      return typeof type === 'string' && !kept.has(type) ? [] : [event]
    })
  },
}

const callsInLastEventOnly: Defect = {
  id: 'calls-in-last-event-only',
  title: 'The tool calls of a Responses stream stand in its last event alone.',
  sources: ['BerriAI/litellm#19368'],
  trips: ['stream/adds-up', 'reply/tool-calls'],
  stages: (stages) =>
    changingPassedReplies(stages, (event) => {
      const isOfCall = /call/.test(`${event['type']} ${membersOf(event['item'])['type']}`)
      return isOfCall ? [] : [event]
    }),
}

const streamNeverDone: Defect = {
  id: 'stream-never-done',
  title: 'A Chat stream without usage is waited on for its usage, and never brought to its end.',
  sources: ['QuantumNous/new-api#5345'],
  trips: ['stream/grammar'],
  stages: (stages) => ({
    ...stages,
    passReply: (call) => {
      const reply = stages.passReply(call)
      const isWaited = call.surface === 'chat-completions' && call.sent['stream_options'] === undefined
      if (!isWaited || typeof reply.body === 'string' || reply.body instanceof Uint8Array) return reply
      return { ...reply, body: withoutDone(reply.body) }
    },
  }),
}

async function* withoutDone(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    const text = Buffer.from(piece).toString('latin1')
    yield Buffer.from(text.replace('data: [DONE]\n\n', ''), 'latin1')
  }
}

const usageUnasked: Defect = {
  id: 'usage-unasked',
  title: 'The gateway asks for the usage of every Chat stream, and hands it on to clients that did not.',
  sources: ['BerriAI/litellm#35290'],
  trips: ['stream/grammar'],
  stages: (stages) => ({
    ...stages,
    bridgeStream: (events, call) => stages.bridgeStream(events, { ...call, body: { ...call.body, ...usageOption } }),
  }),
}

const usageOption = { stream_options: { include_usage: true } }

const usageChunkLost: Defect = {
  id: 'usage-chunk-lost',
  title: 'The last chunk of a Chat stream, which has the usage and no choices, is lost.',
  sources: ['Portkey-AI/gateway#910'],
  trips: ['reply/usage'],
  stages: (stages) =>
    changingPassedReplies(stages, (chunk) => (chunk['usage'] != null && isEmpty(chunk['choices']) ? [] : [chunk])),
}

const firstChunkDoubled: Defect = {
  id: 'first-chunk-doubled',
  title: 'A stream begins twice.',
  sources: ['maximhq/bifrost#4556', 'maximhq/bifrost#5885'],
  trips: ['stream/grammar'],
  stages: (stages) => changingPassedStreams(stages, beginningTwice),
}

async function* beginningTwice(events: AsyncIterable<JsonObject>): AsyncGenerator<JsonObject> {
  let isFirst = true
  for await (const event of events) {
    if (isFirst) yield event
    isFirst = false
    yield event
  }
}

const streamKeptBack: Defect = {
  id: 'stream-kept-back',
  title: 'A stream is collected, and handed on when it is whole.',
  sources: ['KarpelesLab/teamclaude#154', 'Kong/kong#14579'],
  trips: ['stream/unbuffered'],
  stages: (stages) => ({
    ...stages,
    passReply: (call) => {
      const reply = stages.passReply(call)
      const { body } = reply
      return typeof body === 'string' || body instanceof Uint8Array ? reply : { ...reply, body: inOnePiece(body) }
    },
  }),
}

async function* inOnePiece(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  const kept: Uint8Array[] = []
  for await (const piece of pieces) kept.push(Buffer.from(piece))
  yield Buffer.concat(kept)
}

const restartsAfterOutput: Defect = {
  id: 'restarts-after-output',
  title: 'A stream that breaks off is asked for again, and its beginning follows what the client has read.',
  sources: ['BerriAI/litellm#52461', 'BerriAI/litellm#52616'],
  trips: ['reply/text'],
  stages: (stages) => ({
    ...stages,
    send: async (call) => {
      const answered = await stages.send(call)
      const { body } = answered.reply
      const again = async () => (await stages.send(call)).reply.body
      const restarted = Readable.from(restarting(body, again), { objectMode: false })
      return { ...answered, reply: { ...answered.reply, body: restarted } }
    },
  }),
}

async function* restarting(
  body: AsyncIterable<Uint8Array>,
  again: () => Promise<AsyncIterable<Uint8Array>>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch {
    yield* await again()
  }
}

const firstChunkWithoutChoices: Defect = {
  id: 'first-chunk-without-choices',
  title: 'A chunk without choices, with which Azure begins, breaks the stream.',
  sources: ['BerriAI/litellm#14298', 'langchain-ai/langchain#18977', 'microsoft/autogen#6465'],
  trips: ['reply/text'],
  stages: (stages) =>
    changingPassedReplies(stages, (chunk) => {
      if (isEmpty(chunk['choices']) && chunk['usage'] == null) throw new Error('list index out of range')
      return [chunk]
    }),
}

function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0
}

/** Streams that do not arrive as they were sent. */
export const streamsDefects: readonly Defect[] = [
  cutStreamLooksComplete,
  splitsUtf8,
  sequenceNumberStands,
  sequenceNumberMissing,
  threeEventTypes,
  callsInLastEventOnly,
  streamNeverDone,
  usageUnasked,
  usageChunkLost,
  firstChunkDoubled,
  streamKeptBack,
  restartsAfterOutput,
  firstChunkWithoutChoices,
]
