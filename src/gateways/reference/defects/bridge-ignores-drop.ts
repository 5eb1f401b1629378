import { isBridged } from '../call.ts'
import type { Defect } from './defect.ts'

export const bridgeIgnoresDrop: Defect = {
  id: 'bridge-ignores-drop',
  title: 'The drop list of a route has no effect once the request is bridged.',
  sources: ['BerriAI/litellm#11722', 'BerriAI/litellm#20419'],
  trips: ['account/drop-honoured'],
  stages: (stages) => ({ ...stages, drop: (call) => (isBridged(call) ? call : stages.drop(call)) }),
}
