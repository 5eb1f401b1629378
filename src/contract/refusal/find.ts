import type { Pointer } from '../pointer.ts'

/** A fault that no schema can say, because it is about two places of a body. */
export interface Found {
  readonly pointer: Pointer
  readonly name?: string
}

export interface Condition {
  /** As a clause: `a tool message answers no call`. */
  readonly says: string
  /** Total: any JSON value may come. */
  find(body: unknown): readonly Found[]
}
