import { Fault } from '../../../contract/fault.ts'
import { nameHint } from '../../../contract/suggest.ts'
import type { Stages } from '../pipeline.ts'
import { cleanStages } from '../stages.ts'
import { bridgeFailureLooksComplete } from './bridge-failure-looks-complete.ts'
import { bridgeFinishStop } from './bridge-finish-stop.ts'
import { bridgeIgnoresDrop } from './bridge-ignores-drop.ts'
import { bridgeLosesStop } from './bridge-loses-stop.ts'
import { bridgeMetadataLeak } from './bridge-metadata-leak.ts'
import { bridgeWrapsToolOutput } from './bridge-wraps-tool-output.ts'
import { chatMetadataLeak } from './chat-metadata-leak.ts'
import { clientAuthorizationForwarded } from './client-authorization-forwarded.ts'
import { cutStreamLooksComplete } from './cut-stream-looks-complete.ts'
import type { Defect } from './defect.ts'
import { dropsByNameEverywhere } from './drops-by-name-everywhere.ts'
import { embedsTokenInBody } from './embeds-token-in-body.ts'
import { errorPrintsMetadata } from './error-prints-metadata.ts'
import { errorWordsLost } from './error-words-lost.ts'
import { injectsStreamOptions } from './injects-stream-options.ts'
import { keepsAliasPrefix } from './keeps-alias-prefix.ts'
import { probesProviderAtStart } from './probes-provider-at-start.ts'
import { refusesReasoningEffort } from './refuses-reasoning-effort.ts'
import { retriesARefusal } from './retries-a-refusal.ts'
import { sendsJsonSchemaInMetadata } from './sends-json-schema-in-metadata.ts'
import { splitsUtf8 } from './splits-utf8.ts'
import { streamMergesToolCalls } from './stream-merges-tool-calls.ts'

/** Every defect, by id. */
export const defects: Readonly<Record<string, Defect>> = {
  'bridge-metadata-leak': bridgeMetadataLeak,
  'bridge-ignores-drop': bridgeIgnoresDrop,
  'chat-metadata-leak': chatMetadataLeak,
  'client-authorization-forwarded': clientAuthorizationForwarded,
  'bridge-loses-stop': bridgeLosesStop,
  'bridge-wraps-tool-output': bridgeWrapsToolOutput,
  'error-prints-metadata': errorPrintsMetadata,
  'error-words-lost': errorWordsLost,
  'retries-a-refusal': retriesARefusal,
  'stream-merges-tool-calls': streamMergesToolCalls,
  'bridge-finish-stop': bridgeFinishStop,
  'bridge-failure-looks-complete': bridgeFailureLooksComplete,
  'cut-stream-looks-complete': cutStreamLooksComplete,
  'splits-utf8': splitsUtf8,
  'refuses-reasoning-effort': refusesReasoningEffort,
  'injects-stream-options': injectsStreamOptions,
  'keeps-alias-prefix': keepsAliasPrefix,
  'sends-json-schema-in-metadata': sendsJsonSchemaInMetadata,
  'embeds-token-in-body': embedsTokenInBody,
  'drops-by-name-everywhere': dropsByNameEverywhere,
  'probes-provider-at-start': probesProviderAtStart,
}

/**
 * The clean gateway's stages with these defects, the later around the earlier.
 * @throws Fault E_GATEWAY_UNKNOWN_DEFECT
 */
export function stagesWith(ids: readonly string[]): Stages {
  return ids.reduce((stages, id) => defectOf(id).stages(stages), cleanStages)
}

function defectOf(id: string): Defect {
  const defect = Object.hasOwn(defects, id) ? defects[id] : undefined
  if (defect) return defect
  throw new Fault('E_GATEWAY_UNKNOWN_DEFECT', `the reference gateway has no defect '${id}'`, {
    hint: nameHint(id, Object.keys(defects)),
  })
}
