import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Recorder {
  readonly process: ChildProcess
  /** Resolves with the lines so far when there are that many. */
  lines(count: number): Promise<readonly string[]>
  errors(): string
}

/** `fileBlocks`: no file of the process may hold more than this many blocks of 512 bytes, as on a disk that is full. */
export function startRecorder(path: string, { fileBlocks }: { readonly fileBlocks?: number } = {}): Recorder {
  const script = fileURLToPath(new URL('record-until-killed.ts', import.meta.url))
  const limit = fileBlocks === undefined ? '' : `ulimit -f ${fileBlocks}; `
  const child = spawn('sh', ['-c', `${limit}exec "$0" "$@"`, process.execPath, script, path])
  const text = { out: '', err: '' }
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    text.err += piece
  })
  const complete = () => text.out.split('\n').slice(0, -1)
  return {
    process: child,
    lines: (count) =>
      new Promise((resolve, reject) => {
        child.stdout.setEncoding('utf8').on('data', (piece: string) => {
          text.out += piece
          if (complete().length >= count) resolve(complete())
        })
        child.on('close', () => reject(new Error(`ended before ${count} lines: ${text.err}`)))
      }),
    errors: () => text.err,
  }
}
