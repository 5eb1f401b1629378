import { turnFor } from '../../../src/fake-kit/default-turn.ts'
import type { Call, OperationHandler, Reply, StreamReply } from '../../../src/fake-kit/reply.ts'
import type { Turn } from '../../../src/fake-kit/turn.ts'
import { failureReply } from '../failure.ts'
import { type ResponseAnswer, responseAnswer } from './answer.ts'
import { eventsOf } from './events.ts'
import { type ResponseRequest, readResponseRequest } from './request.ts'
import type { ResponseStore } from './response-store.ts'
import { stateRefusal } from './state-refusals.ts'

/** `POST /responses`: the scripted turn, or one that fits the request, as JSON or as a stream of events. */
export function createResponse(store: ResponseStore): OperationHandler {
  return (call) => {
    const request = readResponseRequest(call.body)
    const refusal = stateRefusal(request.fields, store, call)
    if (refusal !== undefined) return { kind: 'error', refusal }
    const turn = turnFor(call.nextTurn(), request.ask)
    const answer = responseAnswer(request, turn, call)
    if (request.isStored) {
      const itemIds = answer.items.map((item) => item.id)
      store.keep(answer.id, { response: answer.finished, request: request.fields }, itemIds)
    }
    return replyOf(request, turn, answer, call)
  }
}

function replyOf(request: ResponseRequest, turn: Turn, answer: ResponseAnswer, call: Call): Reply {
  if (request.stream) return streamOf(request, turn, answer, call)
  if (turn.failure?.as === 'error') return failureReply(turn.failure)
  return { kind: 'json', status: 200, body: request.inBackground ? answer.begun('queued') : answer.finished }
}

function streamOf(request: ResponseRequest, turn: Turn, answer: ResponseAnswer, call: Call): StreamReply {
  const padding = (delta: string) => (request.isObfuscated ? { obfuscation: call.noise(16 - (delta.length % 16)) } : {})
  const { deltas, failure } = turn
  return { kind: 'stream', events: eventsOf(answer, { interleaved: deltas?.interleaved ?? false, failure, padding }) }
}
