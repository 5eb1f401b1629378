import { textOf } from '../fields.ts'
import type { StoredBatch } from './batch-store.ts'

const daySeconds = 24 * 60 * 60

/** A batch as the provider shows it. */
export function batchObject({ id, request, createdAt, input, status, since, outcome }: StoredBatch): BatchObject {
  const { input_file_id: fileId, endpoint, completion_window: window, metadata } = request
  const isRead = status !== 'validating' && status !== 'failed'
  return {
    id,
    object: 'batch',
    endpoint: textOf(endpoint),
    model: isRead ? (input.lines[0]?.model ?? null) : null,
    errors: status === 'failed' ? { object: 'list', data: input.faults } : null,
    input_file_id: textOf(fileId),
    completion_window: textOf(window),
    status,
    output_file_id: outcome?.outputFileId ?? null,
    error_file_id: outcome?.errorFileId ?? null,
    created_at: createdAt,
    in_progress_at: since.in_progress ?? null,
    expires_at: createdAt + daySeconds,
    finalizing_at: since.completed ?? null,
    completed_at: since.completed ?? null,
    failed_at: since.failed ?? null,
    expired_at: null,
    cancelling_at: since.cancelling ?? null,
    cancelled_at: since.cancelled ?? null,
    request_counts: {
      total: isRead ? input.lines.length : 0,
      completed: outcome?.completed ?? 0,
      failed: outcome?.failed ?? 0,
    },
    metadata: metadata ?? null,
  }
}

export interface BatchObject extends Readonly<Record<string, unknown>> {
  readonly id: string
}
