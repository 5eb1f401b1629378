import { request } from 'undici'
import type { Gateway, RoutedCall } from '../call.ts'
import { objectsIn } from '../json.ts'
import type { Stages } from '../pipeline.ts'
import type { Defect } from './defect.ts'

const retriesARefusal: Defect = {
  id: 'retries-a-refusal',
  title: 'A request that the provider refused with 400 is sent again, as if the answer could change.',
  sources: ['BerriAI/litellm#19216', 'router-for-me/CLIProxyAPI#1390'],
  trips: ['call/count', 'call/no-retry-of-refusal'],
  stages: (stages) => ({
    ...stages,
    send: async (call) => {
      const first = await stages.send(call)
      if (first.reply.status !== 400) return first
      for await (const _piece of first.reply.body);
      return await stages.send(call)
    },
  }),
}

const probesProviderAtStart: Defect = {
  id: 'probes-provider-at-start',
  title:
    'Before any request the gateway asks every provider for its models: without a key, and past the configured path.',
  sources: ['OpenHands/software-agent-sdk#4098', 'BerriAI/litellm#37321'],
  trips: ['call/attributed'],
  stages: (stages) => ({
    ...stages,
    start: async (gateway) => {
      await stages.start(gateway)
      const origins = new Set(gateway.config.models.map(({ baseUrl }) => new URL(baseUrl).origin))
      await Promise.all([...origins].map((origin) => probe(origin, gateway)))
    },
  }),
}

/** A provider that is down, or says no, does not stop the gateway. */
async function probe(origin: string, { dispatcher }: Gateway): Promise<void> {
  await request(`${origin}/v1/models`, { dispatcher }).then(
    ({ body }) => body.dump(),
    () => {},
  )
}

/** Changes the call of every attempt at a fallback; `own` is the target that failed. */
function changingFallback(stages: Stages, change: (call: RoutedCall, own: RoutedCall['route']) => RoutedCall): Stages {
  return {
    ...stages,
    aim: (call, target) => {
      const aimed = stages.aim(call, target)
      return target === call.route ? aimed : change(aimed, call.route)
    },
  }
}

const fallbackKeepsModel: Defect = {
  id: 'fallback-keeps-model',
  title: 'The fallback is asked for the model of the target that failed.',
  sources: ['BerriAI/litellm#28251'],
  trips: ['call/fallback-apart'],
  stages: (stages) => changingFallback(stages, (call, { model }) => ({ ...call, route: { ...call.route, model } })),
}

const fallbackKeepsKey: Defect = {
  id: 'fallback-keeps-key',
  title: 'The fallback is called with the key of the target that failed.',
  sources: ['BerriAI/litellm#27462', 'BerriAI/litellm#28337'],
  trips: ['call/fallback-apart', 'header/credential'],
  stages: (stages) => changingFallback(stages, (call, { apiKey }) => ({ ...call, route: { ...call.route, apiKey } })),
}

const fallbackCarriesFirst: Defect = {
  id: 'fallback-carries-first',
  title: 'What the first attempt noted in its arguments is sent to the fallback.',
  sources: ['BerriAI/litellm#24764', 'BerriAI/litellm#38153'],
  trips: ['call/fallback-apart', 'call/retry-equal'],
  stages: (stages) =>
    changingFallback(stages, (call, { baseUrl, model }) => ({
      ...call,
      body: { ...call.body, litellm_metadata: { api_base: `${baseUrl}/`, deployment: model } },
    })),
}

const fallbackLosesOptions: Defect = {
  id: 'fallback-loses-options',
  title: 'Whatever is not a message does not reach the fallback.',
  sources: ['BerriAI/litellm#8425'],
  trips: ['call/retry-equal', 'account/no-silent-loss'],
  stages: (stages) =>
    changingFallback(stages, (call) => {
      const { model, messages, stream } = call.body
      return { ...call, body: { model, messages, ...(stream === undefined ? {} : { stream }) } }
    }),
}

/** The conversation of a call is one list for all its attempts, and every attempt adds to it. */
const retryAddsToMessages: Defect = {
  id: 'retry-adds-to-messages',
  title: 'Every attempt leaves something in the messages that the next one sends.',
  sources: ['BerriAI/litellm#28337'],
  trips: ['call/retry-equal', 'account/no-unaccounted-field'],
  stages: (stages) => {
    const attempts = new WeakMap<Buffer, number>()
    return {
      ...stages,
      aim: (call, target) => {
        const aimed = stages.aim(call, target)
        const tried = attempts.get(call.bytes) ?? 0
        attempts.set(call.bytes, tried + 1)
        if (tried === 0 || !('messages' in aimed.body)) return aimed
        const note = { role: 'user', content: 'Please try again.' }
        return { ...aimed, body: { ...aimed.body, messages: [...objectsIn(aimed.body['messages']), note] } }
      },
    }
  },
}

const logsAuthorization: Defect = {
  id: 'logs-authorization',
  title: 'The credential of every request stands in the output of the gateway.',
  sources: ['BerriAI/litellm#20240', 'envoyproxy/ai-gateway#2508'],
  trips: ['leak/canary-logs'],
  stages: (stages) => ({
    ...stages,
    authenticate: (request) => {
      request.gateway.log(`${request.url} headers ${JSON.stringify(request.headers)}`)
      return stages.authenticate(request)
    },
  }),
}

/** Calls that should not be made, or not there, or not like that, and what is written down of them. */
export const callsDefects: readonly Defect[] = [
  retriesARefusal,
  probesProviderAtStart,
  fallbackKeepsModel,
  fallbackKeepsKey,
  fallbackCarriesFirst,
  fallbackLosesOptions,
  retryAddsToMessages,
  logsAuthorization,
]
