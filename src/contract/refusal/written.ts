import type { Envelope, Evidence } from '../contract.ts'
import type { Surface } from '../surface.ts'
import type { RefusalPhase } from './phase.ts'

/** A rule as `refusals.yaml` writes it. It has exactly one trigger: `on`, `when`, `find` or `limits`. */
export interface WrittenRule {
  readonly id: string
  readonly title: string
  readonly phase: RefusalPhase
  /** Absent: every operation. */
  readonly surfaces?: readonly Surface[]
  /** Only for models of this wording. */
  readonly wording?: Wording
  /** Only for models that do, or do not, reason. */
  readonly reasoning?: boolean
  readonly on?: ViolationTrigger
  /** A JSON Schema of the bodies that are refused. */
  readonly when?: Readonly<Record<string, unknown>>
  /** With `when`: the pointer at fault. */
  readonly at?: string
  /** The name of a condition that no schema can say. */
  readonly find?: string
  /** The cases stand in `models.yaml`. */
  readonly limits?: 'models.yaml'
  readonly status?: number
  readonly message: string
  readonly type?: string | null
  readonly param: string | null
  readonly code: string | null
  /** Absent: the provider's usual one. */
  readonly envelope?: Envelope
  readonly evidence: readonly Evidence[]
  readonly examples: readonly WrittenExample[]
}

/** Departures from the contract that the rule speaks for. Every condition that stands must hold. */
export interface ViolationTrigger {
  /** `*`: any keyword. */
  readonly keyword: string | readonly string[]
  /** A pointer pattern: `*` is one step, `**` one or more. */
  readonly at?: string
  /** A JSON Schema of the value at fault; holds for an absent one. */
  readonly value?: Readonly<Record<string, unknown>>
  /** A JSON Schema of the object or array around it. */
  readonly parent?: Readonly<Record<string, unknown>>
  /** Of a bound or a length: this limit only. */
  readonly limit?: number
}

export interface WrittenExample {
  readonly operation: string
  /** One of the two. */
  readonly request?: unknown
  readonly query?: string
  readonly refusal: {
    readonly status?: number
    readonly message: string
    readonly type?: string | null
    readonly param: string | null
    readonly code: string | null
  }
}

/** `legacy`: the words that models before the reasoning ones use for unknown fields. */
export type Wording = 'modern' | 'legacy'

/** A model family as `models.yaml` writes it. */
export interface ModelFamily {
  readonly id: string
  /** Model names; `*` stands for any characters. */
  readonly names: readonly string[]
  readonly wording: Wording
  readonly reasoning: boolean
  readonly limits?: Partial<Readonly<Record<Surface, readonly ModelLimit[]>>>
  readonly evidence: readonly Evidence[]
}

/**
 * Something that a family refuses though the contract allows it. Every condition that stands must hold; `null` is never
 * refused.
 */
export interface ModelLimit {
  /** Id of the rule that has the words. */
  readonly rule: string
  /** Pointer patterns. */
  readonly fields: readonly string[]
  /** Not when one of these pointers has one of these values; `null` is also an absent one. */
  readonly unless?: Readonly<Record<string, readonly (string | number | boolean | null)[]>>
  /** Not for this value: the default. */
  readonly except?: string | number | boolean
  /** Only for values outside. */
  readonly allowed?: readonly (string | number | boolean)[]
  /** Only for values among these. */
  readonly refused?: readonly (string | number | boolean)[]
  /** Only above it. */
  readonly maximum?: number
  /** What to use instead. */
  readonly use?: string
}
