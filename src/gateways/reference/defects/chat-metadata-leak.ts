import { changingPassed, type Defect } from './defect.ts'
import { mixedMetadata } from './proxy-metadata.ts'

export const chatMetadataLeak: Defect = {
  id: 'chat-metadata-leak',
  title: "A chat request carries the gateway's own notes about the caller as metadata.",
  sources: ['BerriAI/litellm#9104', 'BerriAI/litellm#8209'],
  trips: ['leak/canary-upstream', 'account/no-unaccounted-field'],
  stages: (stages) =>
    changingPassed(stages, (sent, call) =>
      call.surface === 'chat-completions' ? { ...sent, metadata: mixedMetadata(call) } : sent,
    ),
}
