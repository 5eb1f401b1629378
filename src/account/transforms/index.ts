import { conversation } from './conversation.ts'
import { inputItems } from './input-items.ts'
import { includeToLogprobs, logprobsToInclude } from './logprobs.ts'
import { oneOrList } from './one-or-list.ts'
import { routeModel } from './route-model.ts'
import { same } from './same.ts'
import { outputFormat, toolChoice, tools } from './tools.ts'
import type { Transform } from './transform.ts'

export type TransformName =
  | 'same'
  | 'route-model'
  | 'one-or-list'
  | 'conversation'
  | 'input-items'
  | 'tools'
  | 'tool-choice'
  | 'output-format'
  | 'logprobs-to-include'
  | 'include-to-logprobs'

/** The named transforms of the bridge tables. */
export const transforms: Readonly<Record<TransformName, Transform>> = {
  same,
  'route-model': routeModel,
  'one-or-list': oneOrList,
  conversation,
  'input-items': inputItems,
  tools,
  'tool-choice': toolChoice,
  'output-format': outputFormat,
  'logprobs-to-include': logprobsToInclude,
  'include-to-logprobs': includeToLogprobs,
}

export const transformNames: readonly string[] = Object.keys(transforms)
