import { turnFor } from '../../../src/fake-kit/default-turn.ts'
import type { OperationHandler } from '../../../src/fake-kit/reply.ts'
import { failureReply } from '../failure.ts'
import { chatAnswer } from './answer.ts'
import { chunksOf } from './chunks.ts'
import { completionOf } from './completion.ts'
import { readChatRequest } from './request.ts'

/** `POST /chat/completions`: the scripted turn, or one that fits the request, as JSON or as a stream of chunks. */
export const createChatCompletion: OperationHandler = (call) => {
  const request = readChatRequest(call.body)
  const turn = turnFor(call.nextTurn(), request.ask)
  const answer = chatAnswer(request, turn, call)
  if (request.stream) {
    const interleaved = turn.deltas?.interleaved ?? false
    const chunks = chunksOf(request, answer, { interleaved, failure: turn.failure, noise: call.noise })
    return { kind: 'stream', events: chunks.map((data) => ({ data })), terminator: '[DONE]' }
  }
  if (turn.failure !== undefined) return failureReply(turn.failure)
  return { kind: 'json', status: 200, body: completionOf(request, answer) }
}
