import { type JsonObject, objectsIn } from '../json.ts'
import { unsupported } from '../refusal.ts'
import { changingBridged, type Defect } from './defect.ts'

const bridgeWrapsToolOutput: Defect = {
  id: 'bridge-wraps-tool-output',
  title: "The bridge turns a tool's plain text into a list of content parts.",
  sources: ['BerriAI/litellm#34978', 'BerriAI/litellm#18201', 'BerriAI/litellm#17507'],
  trips: ['account/no-altered-value'],
  stages: (stages) =>
    changingBridged(stages, (sent) => ({ ...sent, input: objectsIn(sent['input']).map(withWrappedOutput) })),
}

function withWrappedOutput(item: JsonObject): JsonObject {
  if (typeof item['output'] !== 'string') return item
  return { ...item, output: [{ type: 'input_text', text: item['output'] }] }
}

const refusesReasoningEffort: Defect = {
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

/** Requests that are translated wrongly from one surface to the other. */
export const bridgeRequestDefects: readonly Defect[] = [bridgeWrapsToolOutput, refusesReasoningEffort]
