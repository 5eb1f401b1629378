import type { Pointer } from '../../contract/pointer.ts'
import type { Surface } from '../../contract/surface.ts'
import type { Pair } from '../pair.ts'

/** What a transform sees: both bodies, and the fields its row speaks of. */
export interface TransformInput {
  readonly surfaces: { readonly client: Surface; readonly upstream: Surface }
  readonly client: unknown
  readonly upstream: unknown
  readonly from: Pointer
  readonly to: Pointer
  /** The provider's name for the model, as the route is configured. */
  readonly routeModel: string
}

/** Pairs what it recognises; leaves that it leaves out are lost on the client's side, unaccounted for on the provider's. */
export type Transform = (input: TransformInput) => readonly Pair[]
