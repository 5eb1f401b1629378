import type { Defect } from './defect.ts'

export const retriesARefusal: Defect = {
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
