import { isRecord } from '../../../contract/pointer.ts'
import type { Arrival, ClientReply } from '../call.ts'
import { parseJson } from '../json.ts'
import { hashOfKey } from '../stages/authenticate.ts'
import type { Defect } from './defect.ts'
import { origin } from './proxy-metadata.ts'

export const errorPrintsMetadata: Defect = {
  id: 'error-prints-metadata',
  title: 'An error tells the client what the gateway keeps to itself: its notes about the call, and its provider keys.',
  sources: ['BerriAI/litellm#15799', 'BerriAI/litellm#5762', 'BerriAI/litellm#39757'],
  trips: ['leak/canary-client'],
  stages: (stages) => ({
    ...stages,
    refuse: (refusal, arrival) => withNotes(stages.refuse(refusal, arrival), arrival),
    passError: async (call) => withNotes(await stages.passError(call), call),
  }),
}

function withNotes(reply: ClientReply, arrival: Arrival): ClientReply {
  const body: unknown = typeof reply.body === 'string' ? parseJson(reply.body) : undefined
  if (!isRecord(body) || !isRecord(body['error'])) return reply
  const message = `${body['error']['message']} Received Args: ${JSON.stringify(notesOf(arrival))}`
  return { ...reply, body: JSON.stringify({ ...body, error: { ...body['error'], message } }) }
}

function notesOf(arrival: Arrival): object {
  const key = arrival.headers.authorization?.replace(/^bearer +/i, '') ?? ''
  const tried = arrival.gateway.config.models.filter(({ alias }) => arrival.bytes.includes(alias))
  return {
    metadata: { user_api_key: hashOfKey(key), ...origin(arrival) },
    model_list: tried.map(({ alias, apiKey }) => ({ model_name: alias, api_key: apiKey })),
  }
}
