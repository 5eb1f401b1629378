import { pipeline, Transform } from 'node:stream'
import type { Defect } from './defect.ts'

export const splitsUtf8: Defect = {
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
