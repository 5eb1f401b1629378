import type { JsonObject } from '../json.ts'
import type { Defect } from './defect.ts'

export const cutStreamLooksComplete: Defect = {
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
