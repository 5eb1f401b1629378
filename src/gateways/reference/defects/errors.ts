import { isRecord } from '../../../contract/pointer.ts'
import type { ClientReply, ClientRequest } from '../call.ts'
import { parseJson } from '../json.ts'
import { hashOfKey } from '../stages/authenticate.ts'
import type { Defect } from './defect.ts'
import { origin } from './proxy-metadata.ts'

const errorPrintsMetadata: Defect = {
  id: 'error-prints-metadata',
  title: 'An error tells the client what the gateway keeps to itself: its notes about the call, and its provider keys.',
  sources: [
    'BerriAI/litellm#15799',
    'BerriAI/litellm#5762',
    'BerriAI/litellm#39757',
    'BerriAI/litellm@1.81.5:volcengine-error',
  ],
  trips: ['leak/canary-client'],
  stages: (stages) => ({
    ...stages,
    refuse: (refusal, request) => withNotes(stages.refuse(refusal, request), request),
    passError: async (call) => withNotes(await stages.passError(call), call),
  }),
}

function withNotes(reply: ClientReply, request: ClientRequest): ClientReply {
  const body: unknown = typeof reply.body === 'string' ? parseJson(reply.body) : undefined
  if (!isRecord(body) || !isRecord(body['error'])) return reply
  const message = `${body['error']['message']} Received Args: ${JSON.stringify(notesOf(request))}`
  return { ...reply, body: JSON.stringify({ ...body, error: { ...body['error'], message } }) }
}

function notesOf(request: ClientRequest): object {
  const key = request.headers.authorization?.replace(/^bearer +/i, '') ?? ''
  const tried = request.gateway.config.models.filter(({ alias }) => request.bytes.includes(alias))
  return {
    metadata: { user_api_key: hashOfKey(key), ...origin(request) },
    model_list: tried.map(({ alias, apiKey }) => ({ model_name: alias, api_key: apiKey })),
  }
}

const errorWordsLost: Defect = {
  id: 'error-words-lost',
  title: "The provider's error reaches the client without its words.",
  sources: ['envoyproxy/ai-gateway#2513'],
  trips: ['expect/client', 'reply/error'],
  stages: (stages) => ({
    ...stages,
    passError: async (call) => ({ ...(await stages.passError(call)), body: '{"error":{}}' }),
  }),
}

/** Errors that say too much, or too little. */
export const errorsDefects: readonly Defect[] = [errorPrintsMetadata, errorWordsLost]
