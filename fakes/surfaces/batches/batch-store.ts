import type { Fields } from '../fields.ts'
import type { BatchFault, BatchInput } from './input-lines.ts'

/** What becomes of a batch, a step at each retrieval. No clock moves it, so that a client that polls sees every step. */
export type BatchStatus = 'validating' | 'failed' | 'in_progress' | 'completed' | 'cancelling' | 'cancelled'

/** A batch, and how far it is. */
export interface StoredBatch {
  readonly id: string
  /** The body that asked for it. */
  readonly request: Fields
  readonly createdAt: number
  readonly input: BatchInput
  readonly status: BatchStatus
  /** When it came to each status so far. */
  readonly since: Readonly<Partial<Record<BatchStatus, number>>>
  readonly outcome: BatchOutcome | undefined
}

/** What a completed batch has left behind. */
export interface BatchOutcome {
  readonly outputFileId: string | undefined
  readonly errorFileId: string | undefined
  readonly completed: number
  readonly failed: number
}

/** The batches that a provider keeps. */
export interface BatchStore {
  /** Anew, or in the place of what was kept with the same id. */
  keep(batch: StoredBatch): void
  find(id: string): StoredBatch | undefined
  /** The oldest first. */
  all(): readonly StoredBatch[]
}

const maximumBatches = 200

/** Keeps the newest two hundred. */
export function createBatchStore(): BatchStore {
  const batches = new Map<string, StoredBatch>()
  return {
    keep: (batch) => {
      batches.set(batch.id, batch)
      const [oldest] = batches.keys()
      if (batches.size > maximumBatches && oldest !== undefined) batches.delete(oldest)
    },
    find: (id) => batches.get(id),
    all: () => [...batches.values()],
  }
}

export function moved(batch: StoredBatch, status: BatchStatus, now: number): StoredBatch {
  return { ...batch, status, since: { ...batch.since, [status]: now } }
}

/** One fault of the file as a whole. */
export function faultyInput(code: string, message: string): BatchInput {
  const fault: BatchFault = { code, message, param: null, line: null }
  return { lines: [], faults: [fault] }
}
