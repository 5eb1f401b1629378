import { changingSent, type Defect } from './defect.ts'

export const keepsAliasPrefix: Defect = {
  id: 'keeps-alias-prefix',
  title: "The provider is asked for the gateway's alias instead of its own model.",
  sources: ['musistudio/claude-code-router@b8a56a1e'],
  trips: ['leak/canary-upstream'],
  stages: (stages) => changingSent(stages, (sent, call) => ({ ...sent, model: call.route.alias })),
}
