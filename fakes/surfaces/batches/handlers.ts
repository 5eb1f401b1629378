import type { Call, OperationHandler, Reply } from '../../../src/fake-kit/reply.ts'
import { type Fields, fieldsOf, textOf } from '../fields.ts'
import type { FileStore } from '../files/file-store.ts'
import { newFileId } from '../files/handlers.ts'
import { listObject, pageOf } from '../page.ts'
import { batchObject } from './batch-object.ts'
import { notCancellable, unknownBatch } from './batch-rules.ts'
import {
  type BatchOutcome,
  type BatchStore,
  createBatchStore,
  faultyInput,
  moved,
  type StoredBatch,
} from './batch-store.ts'
import { type BatchInput, readInputLines } from './input-lines.ts'
import { runLines } from './output-lines.ts'

/** All operations on batches. @param files where the input is, and where the output goes */
export function batchHandlers(files: FileStore): Readonly<Record<string, OperationHandler>> {
  const store = createBatchStore()
  const kept = (batch: StoredBatch): Reply => {
    store.keep(batch)
    return json(batchObject(batch))
  }
  return {
    createBatch: (call) => kept(newBatch(files, call)),
    listBatches: ({ query }) => json(listObject(pageOf(store.all().map(batchObject), query, 20))),
    retrieveBatch: withStored(store, (batch, call) => kept(nextStep(files, batch, call))),
    cancelBatch: withStored(store, (batch, call) => {
      switch (batch.status) {
        case 'validating':
        case 'in_progress':
          return kept(moved(batch, 'cancelling', call.now))
        case 'cancelling':
          return kept(batch)
        default:
          return { kind: 'error', refusal: notCancellable(call, batch.status) }
      }
    }),
  }
}

function newBatch(files: FileStore, call: Call): StoredBatch {
  const request = fieldsOf(call.body)
  return {
    id: `batch_${call.noise(24)}`,
    request,
    createdAt: call.now,
    input: inputOf(files, request),
    status: 'validating',
    since: {},
    outcome: undefined,
  }
}

/** What is wrong with the input lets a batch fail, and does not keep it from being made: stdapi-ai/stdapi.ai#240. */
function inputOf(files: FileStore, { input_file_id: fileId, endpoint }: Fields): BatchInput {
  const stored = files.find(textOf(fileId))
  if (stored === undefined) return faultyInput('invalid_input_file', `No such File object: ${textOf(fileId)}`)
  if (stored.file.purpose !== 'batch') {
    return faultyInput('invalid_input_file', `The purpose of the input file is '${stored.file.purpose}', not 'batch'.`)
  }
  return readInputLines(stored.content, textOf(endpoint))
}

function nextStep(files: FileStore, batch: StoredBatch, call: Call): StoredBatch {
  switch (batch.status) {
    case 'validating':
      return moved(batch, batch.input.faults.length > 0 ? 'failed' : 'in_progress', call.now)
    case 'in_progress':
      return { ...moved(batch, 'completed', call.now), outcome: outcomeOf(files, batch, call) }
    case 'cancelling':
      return moved(batch, 'cancelled', call.now)
    default:
      return batch
  }
}

function outcomeOf(files: FileStore, { id, request, input }: StoredBatch, call: Call): BatchOutcome {
  const { completed, failed } = runLines(input.lines, textOf(request['endpoint']), call)
  const seconds = fieldsOf(request['output_expires_after'])['seconds']
  const expiresAt = typeof seconds === 'number' ? call.now + seconds : null
  const written = (lines: readonly string[], kind: 'output' | 'error') => {
    if (lines.length === 0) return undefined
    const content = Buffer.from(lines.map((line) => `${line}\n`).join(''))
    const file = {
      id: newFileId(call),
      object: 'file',
      bytes: content.length,
      created_at: call.now,
      expires_at: expiresAt,
      filename: `${id}_${kind}.jsonl`,
      purpose: 'batch_output',
      status: 'processed',
      status_details: null,
    } as const
    files.keep(file, content)
    return file.id
  }
  return {
    outputFileId: written(completed, 'output'),
    errorFileId: written(failed, 'error'),
    completed: completed.length,
    failed: failed.length,
  }
}

function withStored(store: BatchStore, answer: (batch: StoredBatch, call: Call) => Reply): OperationHandler {
  return (call) => {
    const id = call.params['batch_id'] ?? ''
    const batch = store.find(id)
    return batch === undefined ? { kind: 'error', refusal: unknownBatch(call, id) } : answer(batch, call)
  }
}

function json(body: object): Reply {
  return { kind: 'json', status: 200, body }
}
