import type { Refusal } from '../../../src/contract/contract.ts'
import type { Call, OperationHandler, Reply } from '../../../src/fake-kit/reply.ts'
import { fieldsOf, textOf } from '../fields.ts'
import { listObject, pageOf } from '../page.ts'
import { notDownloadable, notJsonLines, unknownFile } from './file-rules.ts'
import type { FileObject, FileStore, StoredFile } from './file-store.ts'

/** All operations on files, around one store. */
export function fileHandlers(store: FileStore): Readonly<Record<string, OperationHandler>> {
  return {
    createFile: (call) => createFile(store, call),
    listFiles: ({ query }) => {
      const purpose = query['purpose']
      const files = store.all().filter((file) => purpose === undefined || file.purpose === purpose)
      return json(listObject(pageOf(files, query, 10_000)))
    },
    retrieveFile: withStored(store, ({ file }) => json(file)),
    deleteFile: withStored(store, ({ file: { id } }) => {
      store.remove(id)
      return json({ id, object: 'file', deleted: true })
    }),
    downloadFile: withStored(store, ({ file: { purpose }, content }, call) => {
      const refusal = unreadable.has(purpose) ? notDownloadable(call, purpose) : undefined
      return enforced(call, refusal) ?? { kind: 'bytes', status: 200, contentType: 'application/octet-stream', content }
    }),
  }
}

const unreadable: ReadonlySet<string> = new Set(['assistants', 'user_data', 'vision'])

/** Files for batches go by themselves after thirty days: BerriAI/litellm#37527. */
const batchFileSeconds = 30 * 24 * 60 * 60

function createFile(store: FileStore, call: Call): Reply {
  const { file: sent, purpose: asked, expires_after: expiry } = fieldsOf(call.body)
  const [filename, purpose] = [textOf(fieldsOf(sent)['filename']), textOf(asked)]
  const isUnfit = purpose === 'batch' && !filename.endsWith('.jsonl')
  const refused = enforced(call, isUnfit ? notJsonLines(call) : undefined)
  if (refused !== undefined) return refused
  const seconds = fieldsOf(expiry)['seconds'] ?? (purpose === 'batch' ? batchFileSeconds : undefined)
  const content = call.files.get('file') ?? Buffer.alloc(0)
  const file: FileObject = {
    id: newFileId(call),
    object: 'file',
    bytes: content.length,
    created_at: call.now,
    expires_at: typeof seconds === 'number' ? call.now + seconds : null,
    filename,
    purpose,
    status: 'processed',
    status_details: null,
  }
  store.keep(file, content)
  return json(file)
}

export function newFileId(call: Call): string {
  return `file-${call.noise(22)}`
}

function withStored(store: FileStore, answer: (stored: StoredFile, call: Call) => Reply): OperationHandler {
  return (call) => {
    const id = call.params['file_id'] ?? ''
    const stored = store.find(id)
    return stored === undefined ? { kind: 'error', refusal: unknownFile(call, id) } : answer(stored, call)
  }
}

function enforced(call: Call, refusal: Refusal | undefined): Reply | undefined {
  return refusal !== undefined && call.enforces(refusal.rule) ? { kind: 'error', refusal } : undefined
}

function json(body: object): Reply {
  return { kind: 'json', status: 200, body }
}
