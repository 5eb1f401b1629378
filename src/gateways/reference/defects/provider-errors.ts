import { isRecord } from '../../../contract/pointer.ts'
import type { ClientReply } from '../call.ts'
import { jsonReply } from '../client-reply.ts'
import { type JsonObject, parseJson } from '../json.ts'
import { providerFailed } from '../refusal.ts'
import { type Defect, mapped } from './defect.ts'

const errorCodeIsStatus: Defect = {
  id: 'error-code-is-status',
  title: "Instead of the provider's code an error carries its status, as text.",
  sources: ['BrokkAi/brokk-app#540'],
  trips: ['reply/error'],
  stages: (stages) => ({
    ...stages,
    passError: async (call) => {
      const reply = await stages.passError(call)
      return withError(reply, (error) => ({ ...error, code: String(reply.status) }))
    },
  }),
}

function withError(reply: ClientReply, change: (error: JsonObject) => JsonObject): ClientReply {
  const error = errorIn(reply)
  return error === undefined ? reply : { ...reply, body: JSON.stringify({ error: change(error) }) }
}

function errorIn({ body }: ClientReply): JsonObject | undefined {
  const document: unknown = typeof body === 'string' ? parseJson(body) : undefined
  return isRecord(document) && isRecord(document['error']) ? document['error'] : undefined
}

const numericCodeIsAFault: Defect = {
  id: 'numeric-code-is-a-fault',
  title: 'An error whose code is a number cannot be decoded, and becomes a fault of the gateway.',
  sources: ['envoyproxy/ai-gateway#2161'],
  trips: ['reply/error'],
  stages: (stages) => ({
    ...stages,
    passError: async (call) => {
      const reply = await stages.passError(call)
      if (typeof errorIn(reply)?.['code'] !== 'number') return reply
      throw providerFailed('cannot unmarshal number into Go struct field .error.code of type string', 'decode')
    },
  }),
}

const errorIsAnAnswer: Defect = {
  id: 'error-is-an-answer',
  title: "The provider's error comes back with 200, as if the model had said it.",
  sources: ['Portkey-AI/gateway#267', 'BerriAI/litellm#6629'],
  trips: ['expect/client', 'stream/failure-visible'],
  stages: (stages) => ({
    ...stages,
    passError: async (call) => {
      const content = errorIn(await stages.passError(call))?.['message'] ?? 'Something went wrong.'
      const message = { role: 'assistant', content, refusal: null }
      const choices = [{ index: 0, message, finish_reason: 'stop' }]
      return jsonReply(200, { id: 'error', object: 'chat.completion', created: 0, model: call.route.alias, choices })
    },
  }),
}

const streamErrorPrintsTrace: Defect = {
  id: 'stream-error-prints-trace',
  title: 'The error inside a stream is a stack trace of the gateway.',
  sources: ['BerriAI/litellm#20850'],
  trips: ['leak/internals'],
  stages: (stages) => ({
    ...stages,
    bridgeStream: (events, call) =>
      mapped(stages.bridgeStream(events, call), (chunk) =>
        'error' in chunk ? { error: { ...chunk.error, message: `${trace}${chunk.error.message}` } } : chunk,
      ),
  }),
}

const trace = `Traceback (most recent call last):
  File "/app/proxy/proxy_server.py", line 3910, in async_data_generator
    async for chunk in response:
openai.APIError: `

const streamErrorLosesWords: Defect = {
  id: 'stream-error-loses-words',
  title: 'A failure inside a stream reaches the client without its words.',
  sources: ['BerriAI/litellm#39703', 'usestrix/strix#719'],
  trips: ['reply/error'],
  stages: (stages) => ({
    ...stages,
    bridgeStream: (events, call) =>
      mapped(stages.bridgeStream(events, call), (chunk) =>
        'error' in chunk ? { error: { ...chunk.error, message: 'Connection error.' } } : chunk,
      ),
  }),
}

/** What the provider says no with, told wrongly. */
export const providerErrorsDefects: readonly Defect[] = [
  errorCodeIsStatus,
  numericCodeIsAFault,
  errorIsAnAnswer,
  streamErrorPrintsTrace,
  streamErrorLosesWords,
]
