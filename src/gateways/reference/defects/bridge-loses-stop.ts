import { withoutField } from '../drop-path.ts'
import type { Defect } from './defect.ts'

export const bridgeLosesStop: Defect = {
  id: 'bridge-loses-stop',
  title: 'The bridge has no place for stop and says nothing about it.',
  sources: ['BerriAI/litellm#35582'],
  trips: ['account/no-silent-loss'],
  stages: (stages) => ({
    ...stages,
    bridgeRequest: (call) => stages.bridgeRequest({ ...call, body: withoutField(call.body, ['stop']) }),
  }),
}
