import { type JsonObject, objectsIn } from '../json.ts'
import { changingBridged, type Defect } from './defect.ts'

export const bridgeWrapsToolOutput: Defect = {
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
