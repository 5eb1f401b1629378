import { logprobsToInclude } from './logprobs.ts'
import { messagesToItems } from './messages.ts'
import { routeModel } from './route-model.ts'
import { same } from './same.ts'
import type { Transform } from './transform.ts'
import { unwrapChoice, unwrapJsonSchema, unwrapTools } from './unwrap.ts'

export type TransformName =
  | 'same'
  | 'route-model'
  | 'messages-to-items'
  | 'unwrap-tools'
  | 'unwrap-choice'
  | 'unwrap-json-schema'
  | 'logprobs-to-include'

/** The named transforms of the bridge tables. */
export const transforms: Readonly<Record<TransformName, Transform>> = {
  same,
  'route-model': routeModel,
  'messages-to-items': messagesToItems,
  'unwrap-tools': unwrapTools,
  'unwrap-choice': unwrapChoice,
  'unwrap-json-schema': unwrapJsonSchema,
  'logprobs-to-include': logprobsToInclude,
}

export const transformNames: readonly string[] = Object.keys(transforms)
