import { type HeaderPair, headerOf } from '../../src/fake-kit/dialect.ts'
import type { Call, OperationHandler } from '../../src/fake-kit/reply.ts'
import { fieldsOf, textOf } from '../surfaces/fields.ts'
import { createResponse } from '../surfaces/responses/create.ts'
import { createResponseStore } from '../surfaces/responses/response-store.ts'
import { limitHeaders } from './limits.ts'
import { modelsEtag } from './models.ts'

/** `POST /backend-api/codex/responses`: as on OpenAI's surface, with what the back end says in headers. */
export function createCodexResponse(): OperationHandler {
  const create = createResponse(createResponseStore())
  return (call) => {
    // Nothing is stored, so that there is no state to refuse for; references as such are the contract's matter.
    const reply = create({ ...call, enforces: () => false })
    return reply.kind === 'error' ? reply : { ...reply, headers: responseHeaders(call) }
  }
}

/** `POST /backend-api/codex/responses/compact`: one item that stands for the whole conversation. */
export const compactConversation: OperationHandler = (call) => {
  const item = { type: 'compaction', id: call.id('compaction'), encrypted_content: `gAAAAA${call.noise(60)}` }
  return { kind: 'json', status: 200, body: { output: [item] }, headers: responseHeaders(call) }
}

function responseHeaders(call: Call): readonly HeaderPair[] {
  return [
    ...limitHeaders(call),
    modelsEtag,
    ['openai-model', textOf(fieldsOf(call.body)['model'])],
    ['x-codex-turn-state', turnState(call)],
  ]
}

/** Routes the later requests of a turn to where the first one went; a client repeats it to the letter: openai/codex#9332. */
function turnState(call: Call): string {
  return headerOf(call.headers, 'x-codex-turn-state') ?? `gAAAAA${call.noise(32)}`
}
