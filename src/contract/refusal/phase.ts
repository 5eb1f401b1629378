/** The stages of a provider's own checking, in its order, and what each looks at. It reports one fault: the first. */
export const phaseMeanings = {
  body: 'whether it can be read as a request at all',
  gate: 'what a gate in front of everything else lets through',
  presence: 'fields that everything else depends on',
  model: 'which model it is for',
  unknown: 'keys of the root that nobody described',
  fields: "every described field, in the contract's field order",
  state: 'what the request refers to, and fields that depend on each other',
  capability: 'what this model cannot do',
  content: 'what is left to miss once the rest is right',
} as const
export type RefusalPhase = keyof typeof phaseMeanings

export const phases: readonly string[] = Object.keys(phaseMeanings)
