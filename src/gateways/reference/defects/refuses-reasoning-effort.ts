import { unsupported } from '../refusal.ts'
import type { Defect } from './defect.ts'

export const refusesReasoningEffort: Defect = {
  id: 'refuses-reasoning-effort',
  title: 'The gateway refuses reasoning_effort because it does not know the alias, and never asks the provider.',
  sources: ['BerriAI/litellm#39065'],
  trips: ['reply/status'],
  stages: (stages) => ({
    ...stages,
    route: (call) => {
      const routed = stages.route(call)
      if (!('reasoning_effort' in routed.asked)) return routed
      throw unsupported(['reasoning_effort'], `The model '${routed.route.alias}' does not reason.`)
    },
  }),
}
