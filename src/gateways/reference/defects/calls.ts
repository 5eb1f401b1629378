import { request } from 'undici'
import type { AddressedCall, AnsweredCall, Gateway } from '../call.ts'
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

const retriesMultiply: Defect = {
  id: 'retries-multiply',
  title: 'The library below retries by itself, so that every configured attempt becomes three.',
  sources: ['BerriAI/litellm#7130', 'BerriAI/litellm#7262', 'BerriAI/litellm#12358'],
  trips: ['call/count'],
  stages: (stages) => ({ ...stages, send: (call) => sendThrice(stages.send, call) }),
}

async function sendThrice(send: Stages['send'], call: AddressedCall): Promise<AnsweredCall> {
  for (let tried = 1; ; tried++) {
    const answered = await send(call)
    const { status, body } = answered.reply
    if (tried === 3 || (status !== 429 && status < 500)) return answered
    for await (const _piece of body);
  }
}

const hurriesRetries: Defect = {
  id: 'hurries-retries',
  title: 'How long the provider wants to be left alone is not read; it is asked again after the usual pause.',
  sources: ['Helicone/helicone#5672', 'Helicone/helicone#5723'],
  trips: ['call/retry-wait'],
  stages: (stages) => ({
    ...stages,
    retryWait: (outcome, tried) => (stages.retryWait(outcome, tried) === undefined ? undefined : 20),
  }),
}

const lostConnectionIsAnAnswer: Defect = {
  id: 'lost-connection-is-an-answer',
  title: 'That the provider could not be reached is told with 200, as if the model had said it.',
  sources: ['Portkey-AI/gateway#267'],
  trips: ['expect/client', 'reply/status'],
  stages: (stages) => ({
    ...stages,
    refuse: (refusal, request) =>
      refusal.status === 502 ? { ...stages.refuse(refusal, request), status: 200 } : stages.refuse(refusal, request),
  }),
}

const followsRedirects: Defect = {
  id: 'follows-redirects',
  title: 'A provider that answers with a redirect is followed, with the request and its key.',
  sources: ['api7/aisix#951', 'maximhq/bifrost#3954'],
  trips: ['call/count'],
  stages: (stages) => ({
    ...stages,
    send: async (call) => {
      const answered = await stages.send(call)
      const { status, headers, body } = answered.reply
      if (status < 300 || status >= 400 || headers.location === undefined) return answered
      for await (const _piece of body);
      const url = new URL(headers.location, call.target.url).href
      return await stages.send({ ...call, target: { ...call.target, url } })
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
  retriesMultiply,
  hurriesRetries,
  lostConnectionIsAnAnswer,
  followsRedirects,
  probesProviderAtStart,
  logsAuthorization,
]
