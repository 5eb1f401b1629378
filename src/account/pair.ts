import type { Pointer } from '../contract/pointer.ts'

/** Client leaves and the upstream leaves they became. Either side may be empty: a translation may leave out or add structure. */
export interface Pair {
  readonly client: readonly Pointer[]
  readonly upstream: readonly Pointer[]
  /** The value arrived as it was sent. */
  readonly same: boolean
  /** Where the upstream value stands as a whole, when it is not leaf for leaf that it became. */
  readonly whole?: Pointer
  readonly note?: string
}
