import type { Severity } from '../checks/finding.ts'
import type { Surface } from '../contract/surface.ts'
import type { YamlFile } from '../contract/yaml-file.ts'

/** A scenario file as it stands: placeholders unresolved. */
export interface Scenario {
  readonly id: string
  readonly title: string
  readonly why: string
  readonly sources: readonly string[]
  readonly severity: Severity
  readonly needs: readonly string[]
  readonly axes: readonly Axis[]
  /** `route` and `steps` as in the file. */
  readonly template: { readonly route: unknown; readonly steps: readonly unknown[] }
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
export interface RawRoute {
  readonly upstream: string
  readonly model?: string
  readonly drop?: readonly string[]
}

export interface RawTurn {
  readonly text?: string
  readonly 'tool-calls'?: readonly { readonly name: string; readonly arguments: unknown; readonly id?: string }[]
  readonly finish?: 'stop' | 'tool-calls' | 'length' | 'content-filter'
  readonly usage?: {
    readonly input: number
    readonly output: number
    readonly 'cached-input'?: number
    readonly reasoning?: number
  }
  readonly deltas?: { readonly interleaved?: boolean; readonly 'bytes-per-write'?: number }
}

export interface BodyExpectation {
  readonly equals?: Readonly<Record<string, unknown>>
  readonly has?: readonly string[]
  readonly lacks?: readonly string[]
  readonly matches?: Readonly<Record<string, unknown>>
}

export interface RawStep {
  readonly send: {
    readonly surface: Surface
    readonly as?: 'user' | 'operator'
    readonly headers?: Readonly<Record<string, string>>
    readonly body: Readonly<Record<string, unknown>>
  }
  readonly reply?: RawTurn | readonly RawTurn[]
  readonly expect?: {
    readonly client?: { readonly status?: number | readonly number[]; readonly body?: BodyExpectation }
    readonly upstream?: { readonly count?: number | readonly number[]; readonly body?: BodyExpectation }
  }
}
