import type { Answer, UpstreamRequest } from './upstream.ts'

/** A request that shows a defect, and how to see it. */
export interface DefectCase {
  /** Without `model`: the bridged one. */
  readonly ask?: Readonly<Record<string, unknown>>
  readonly path?: string
  readonly drop?: readonly string[]
  readonly answer?: Answer
  readonly symptom: (seen: Seen) => boolean
}

export interface Seen {
  readonly requests: readonly UpstreamRequest[]
  /** The upstream request; without members when there was none. */
  readonly body: Readonly<Record<string, unknown>>
  readonly status: number
  /** What the client has read when the reply ends, or breaks off. */
  readonly text: string
}
