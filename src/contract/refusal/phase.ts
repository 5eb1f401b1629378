/**
 * The stages of a provider's own checking, in its order. One fault is reported: the first of the first stage that has any.
 * - `body`: it cannot be read as a request at all
 * - `gate`: what a gate in front of everything else lets through
 * - `presence`: a field that everything else depends on
 * - `model`: which model it is for
 * - `unknown`: keys of the root that nobody described
 * - `fields`: every described field, in the contract's field order
 * - `state`: what the request refers to, and fields that depend on each other
 * - `capability`: what this model cannot do
 * - `content`: what is left to miss once the rest is right
 */
export const phases = [
  'body',
  'gate',
  'presence',
  'model',
  'unknown',
  'fields',
  'state',
  'capability',
  'content',
] as const
export type RefusalPhase = (typeof phases)[number]
