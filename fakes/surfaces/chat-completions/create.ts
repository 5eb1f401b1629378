import { defaultTurn } from '../../../src/fake-kit/default-turn.ts'
import type { OperationHandler, StreamReply } from '../../../src/fake-kit/reply.ts'
import type { Turn } from '../../../src/fake-kit/turn.ts'
import { chatAnswer } from './answer.ts'
import { chunksOf } from './chunks.ts'
import { completionOf } from './completion.ts'
import { readChatRequest } from './request.ts'

/** `POST /chat/completions`: the scripted turn, or one that fits the request, as JSON or as a stream of chunks. */
export const createChatCompletion: OperationHandler = (call) => {
  const request = readChatRequest(call.body)
  const turn = call.nextTurn() ?? defaultTurn(request.ask)
  const answer = chatAnswer(request, turn, call)
  if (!request.stream) return { kind: 'json', status: 200, body: completionOf(request, answer) }
  const interleaved = turn.deltas?.interleaved ?? false
  return streamOf(turn, chunksOf(request, answer, { interleaved, noise: call.noise }))
}

function streamOf(turn: Turn, chunks: readonly object[]): StreamReply {
  const cut = turn.deltas?.bytesPerWrite
  const events = chunks.map((data) => ({ data }))
  return { kind: 'stream', events, terminator: '[DONE]', ...(cut === undefined ? {} : { bytesPerWrite: cut }) }
}
