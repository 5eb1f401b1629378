import { pipeline, Transform } from 'node:stream'
import type { JsonObject } from '../json.ts'
import type { Defect } from './defect.ts'

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

/** Streams that do not arrive as they were sent. */
export const streamsDefects: readonly Defect[] = [cutStreamLooksComplete, splitsUtf8]
