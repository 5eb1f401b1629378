import type { Leniency, Relaxation } from '../capture/exchange.ts'
import type { ReplyOutcome } from '../capture/reply-view/outcome.ts'
import type { Severity } from '../checks/finding.ts'
import type { Surface } from '../contract/surface.ts'
import type { YamlFile } from '../contract/yaml-file.ts'
import type { Turn, TurnDeltas, TurnToolCall, TurnUsage } from '../fake-kit/turn.ts'
import type { TurnFaults } from '../fake-kit/turn-faults.ts'
import type { Combination } from './combine.ts'

/** A scenario file as it stands: placeholders unresolved. */
export interface Scenario {
  readonly id: string
  readonly title: string
  readonly why: string
  readonly sources: readonly string[]
  readonly severity: Severity
  readonly needs: readonly string[]
  readonly axes: readonly Axis[]
  readonly combination: Combination
  /** As in the file. */
  readonly template: { readonly provider: unknown; readonly route: unknown; readonly steps: readonly unknown[] }
  readonly yaml: YamlFile
}

export interface Axis {
  readonly name: string
  readonly values: readonly AxisValue[]
}

export interface AxisValue {
  /** As in a case id. */
  readonly label: string
  /** The word `absent` leaves out what it is put in place of. */
  readonly value: unknown
}

/** One combination of axis values, by axis name. */
export type Cell = Readonly<Record<string, AxisValue>>

/** The raw form of a step after its placeholders were filled in; member names as in the file. */
export interface RawTarget {
  readonly upstream?: string
  readonly model?: string
  readonly 'api-version'?: string
}

export interface RawRoute extends RawTarget {
  readonly drop?: readonly string[]
  readonly defaults?: Readonly<Record<string, unknown>>
  readonly 'forward-headers'?: readonly string[]
  readonly retries?: number
  readonly fallbacks?: readonly RawTarget[]
}

export interface RawProvider {
  readonly level?: Leniency['level']
  readonly relax?: readonly Relaxation[]
}

/** A name as in a file: `toolCalls` is `tool-calls`. */
type Written<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Written<Rest>}`
  : Name

/** The members of a type under their names as in a file, one level deep. */
export type WrittenMembers<Type> = { readonly [Name in keyof Type as Written<Name & string>]: Type[Name] }

export type RawTurn = Omit<WrittenMembers<Turn>, 'tool-calls' | 'usage' | 'deltas' | 'faults'> & {
  /** Arguments may be written as an object. */
  readonly 'tool-calls'?: readonly (Omit<TurnToolCall, 'arguments'> & { readonly arguments: unknown })[]
  readonly usage?: WrittenMembers<TurnUsage>
  readonly deltas?: WrittenMembers<TurnDeltas>
  readonly faults?: WrittenMembers<TurnFaults>
}

export interface BodyExpectation {
  readonly equals?: Readonly<Record<string, unknown>>
  readonly has?: readonly string[]
  readonly lacks?: readonly string[]
  readonly matches?: Readonly<Record<string, unknown>>
}

/** Steps that are sent side by side. */
export interface RawGroup {
  readonly together: readonly RawStep[]
}

export interface RawStep {
  /** So many of it are sent side by side. */
  readonly repeat?: number
  readonly send: {
    readonly surface: Surface
    readonly as?: 'user' | 'operator'
    readonly headers?: Readonly<Record<string, string>>
    readonly body: Readonly<Record<string, unknown>>
  }
  readonly reply?: RawTurn | readonly RawTurn[]
  /** Of each fallback. */
  readonly 'fallback-replies'?: readonly (RawTurn | readonly RawTurn[])[]
  readonly expect?: {
    readonly client?: {
      readonly status?: number | readonly number[]
      readonly outcome?: ReplyOutcome | readonly ReplyOutcome[]
      readonly body?: BodyExpectation
    }
    readonly upstream?: { readonly count?: number | readonly number[]; readonly body?: BodyExpectation }
  }
}
