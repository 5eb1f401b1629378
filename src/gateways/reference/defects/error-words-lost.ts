import type { Defect } from './defect.ts'

export const errorWordsLost: Defect = {
  id: 'error-words-lost',
  title: "The provider's error reaches the client without its words.",
  sources: ['envoyproxy/ai-gateway#2513'],
  trips: ['expect/client'],
  stages: (stages) => ({
    ...stages,
    passError: async (call) => ({ ...(await stages.passError(call)), body: '{"error":{}}' }),
  }),
}
