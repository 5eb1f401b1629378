import { Fault } from '../../../contract/fault.ts'
import { nameHint } from '../../../contract/suggest.ts'
import type { Stages } from '../pipeline.ts'
import { cleanStages } from '../stages.ts'
import { azureDefects } from './azure.ts'
import { bridgeBackReplyDefects } from './bridge-back-reply.ts'
import { bridgeBackRequestDefects } from './bridge-back-request.ts'
import { bridgeReplyDefects } from './bridge-reply.ts'
import { bridgeReplyItemsDefects } from './bridge-reply-items.ts'
import { bridgeRequestDefects } from './bridge-request.ts'
import { callsDefects } from './calls.ts'
import { codexDefects } from './codex.ts'
import { contentDefects } from './content.ts'
import type { Defect } from './defect.ts'
import { disclosuresDefects } from './disclosures.ts'
import { dropParamsDefects } from './drop-params.ts'
import { embeddingsDefects } from './embeddings.ts'
import { errorsDefects } from './errors.ts'
import { fallbackDefects } from './fallback.ts'
import { headersDefects } from './headers.ts'
import { internalFieldsDefects } from './internal-fields.ts'
import { parametersDefects } from './parameters.ts'
import { passedRepliesDefects } from './passed-replies.ts'
import { providerErrorsDefects } from './provider-errors.ts'
import { stateDefects } from './state.ts'
import { streamsDefects } from './streams.ts'
import { toolsDefects } from './tools.ts'

const all: readonly Defect[] = [
  ...internalFieldsDefects,
  ...disclosuresDefects,
  ...headersDefects,
  ...dropParamsDefects,
  ...parametersDefects,
  ...toolsDefects,
  ...contentDefects,
  ...bridgeRequestDefects,
  ...bridgeReplyDefects,
  ...bridgeReplyItemsDefects,
  ...bridgeBackRequestDefects,
  ...bridgeBackReplyDefects,
  ...codexDefects,
  ...passedRepliesDefects,
  ...streamsDefects,
  ...errorsDefects,
  ...providerErrorsDefects,
  ...callsDefects,
  ...embeddingsDefects,
  ...azureDefects,
  ...fallbackDefects,
  ...stateDefects,
]

/** Every defect, by id. */
export const defects: Readonly<Record<string, Defect>> = Object.fromEntries(all.map((defect) => [defect.id, defect]))

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
