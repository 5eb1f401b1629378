import { type JsonObject, membersOf } from '../json.ts'
import { type Defect, mapped } from './defect.ts'

export const bridgeFailureLooksComplete: Defect = {
  id: 'bridge-failure-looks-complete',
  title: 'A bridged response that failed reaches the client as an answer that is complete, and mostly empty.',
  sources: ['usestrix/strix#719'],
  trips: ['stream/failure-visible', 'expect/client'],
  stages: (stages) => ({
    ...stages,
    bridgeReply: (response, call) => stages.bridgeReply(completed(response), call),
    bridgeStream: (events, call) => stages.bridgeStream(mapped(events, completedEvent), call),
  }),
}

function completedEvent(event: JsonObject): JsonObject {
  if (event['type'] !== 'response.failed' && event['type'] !== 'error') return event
  return { type: 'response.completed', response: completed({ ...membersOf(event['response']), status: 'failed' }) }
}

function completed(response: JsonObject): JsonObject {
  return response['status'] === 'failed' ? { ...response, status: 'completed', error: null } : response
}
