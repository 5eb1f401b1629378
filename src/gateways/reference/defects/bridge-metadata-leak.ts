import { changingBridged, type Defect } from './defect.ts'
import { mixedMetadata } from './proxy-metadata.ts'

/** The bookkeeping is added behind the drop list, so that dropping `metadata` does not help. */
export const bridgeMetadataLeak: Defect = {
  id: 'bridge-metadata-leak',
  title: "The bridge sends the gateway's own notes about the caller as metadata, whatever is to be dropped.",
  sources: ['BerriAI/litellm#20419', 'BerriAI/litellm#20484'],
  trips: ['leak/canary-upstream', 'account/no-unaccounted-field', 'account/drop-honoured'],
  stages: (stages) => changingBridged(stages, (sent, call) => ({ ...sent, metadata: mixedMetadata(call) })),
}
