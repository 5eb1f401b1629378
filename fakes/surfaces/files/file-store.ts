/** A file as the provider describes it. */
export interface FileObject {
  readonly id: string
  readonly object: 'file'
  readonly bytes: number
  readonly created_at: number
  readonly expires_at: number | null
  readonly filename: string
  readonly purpose: string
  readonly status: 'processed'
  readonly status_details: null
}

export interface StoredFile {
  readonly file: FileObject
  readonly content: Buffer
}

/** The files that a provider keeps. */
export interface FileStore {
  keep(file: FileObject, content: Buffer): void
  find(id: string): StoredFile | undefined
  remove(id: string): void
  /** The oldest first. */
  all(): readonly FileObject[]
}

const maximumFiles = 1000
const maximumBytes = 128 * 1024 * 1024

/** Keeps the newest thousand, and of them as many as fit into 128 MiB. */
export function createFileStore(): FileStore {
  const files = new Map<string, StoredFile>()
  let bytes = 0
  const remove = (id: string) => {
    bytes -= files.get(id)?.content.length ?? 0
    files.delete(id)
  }
  return {
    keep: (file, content) => {
      // A view would keep the whole request alive.
      files.set(file.id, { file, content: Buffer.from(content) })
      bytes += content.length
      for (const id of files.keys()) {
        if (files.size <= maximumFiles && bytes <= maximumBytes) break
        remove(id)
      }
    },
    find: (id) => files.get(id),
    remove,
    all: () => [...files.values()].map(({ file }) => file),
  }
}
