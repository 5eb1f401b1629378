import { request } from 'undici'
import type { Gateway } from '../call.ts'
import type { Defect } from './defect.ts'

const retriesARefusal: Defect = {
  id: 'retries-a-refusal',
  title: 'A request that the provider refused with 400 is sent again, as if the answer could change.',
  sources: ['BerriAI/litellm#19216', 'router-for-me/CLIProxyAPI#1390'],
  trips: ['call/count'],
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

/** Calls that should not be made, or not there. */
export const callsDefects: readonly Defect[] = [retriesARefusal, probesProviderAtStart]
