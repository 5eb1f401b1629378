import type { Call, JsonReply, OperationHandler } from '../../../src/fake-kit/reply.ts'
import { listObject, pageOf } from '../page.ts'
import { tokensOf } from '../usage.ts'
import { createResponse } from './create.ts'
import { readResponseRequest } from './request.ts'
import { createResponseStore, type ResponseStore, type StoredResponse } from './response-store.ts'
import { notInBackground, unknownResponse } from './state-refusals.ts'
import { storedItems } from './stored-items.ts'

/** All operations of the surface, around one store. */
export function responseHandlers(): Readonly<Record<string, OperationHandler>> {
  const store = createResponseStore()
  return {
    createResponse: createResponse(store),
    retrieveResponse: withStored(store, ({ response }) => json(response)),
    deleteResponse: withStored(store, (_, id) => {
      store.remove(id)
      return json({ id, object: 'response', deleted: true })
    }),
    cancelResponse: withStored(store, ({ response, request }, _, call) =>
      request['background'] === true ? json(response) : { kind: 'error', refusal: notInBackground(call) },
    ),
    listResponseInputItems: withStored(store, ({ request }, id, { query }) =>
      json(listObject(pageOf(storedItems(id, request['input']), query, 20))),
    ),
    countResponseInputTokens,
    compactResponse,
  }
}

function withStored(
  store: ResponseStore,
  answer: (stored: StoredResponse, id: string, call: Call) => ReturnType<OperationHandler>,
): OperationHandler {
  return (call) => {
    const id = call.params['response_id'] ?? ''
    const stored = store.find(id)
    return stored === undefined ? { kind: 'error', refusal: unknownResponse(call, id) } : answer(stored, id, call)
  }
}

const countResponseInputTokens: OperationHandler = ({ body }) =>
  json({ object: 'response.input_tokens', input_tokens: readResponseRequest(body).inputTokens })

const compactResponse: OperationHandler = (call) => {
  const input = readResponseRequest(call.body).inputTokens
  const content = `gAAAAA${call.noise(60)}`
  return json({
    id: call.id('response'),
    object: 'response.compaction',
    created_at: call.now,
    output: [{ id: call.id('compaction'), type: 'compaction', encrypted_content: content }],
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: tokensOf(content),
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + tokensOf(content),
    },
  })
}

function json(body: object): JsonReply {
  return { kind: 'json', status: 200, body }
}
