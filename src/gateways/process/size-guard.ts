import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const pollMs = 1000

/**
 * Watches what is written below a directory, such as logs without an end.
 * @param tooMuch called once, when it is more than `mostBytes`
 * @returns the end of watching
 */
export function guardSize(directory: string, mostBytes: number, tooMuch: () => void): () => void {
  const over = new AbortController()
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      if ((await bytesBelow(directory)) > mostBytes) return over.signal.aborted ? undefined : tooMuch()
      await pause(pollMs, undefined, { signal: over.signal, ref: false }).catch(() => {})
    }
  }
  void watch()
  return () => over.abort()
}

/** What goes while it is counted counts nothing. */
async function bytesBelow(directory: string): Promise<number> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(directory, entry.name)
      if (entry.isDirectory()) return await bytesBelow(path)
      return await lstat(path).then(
        ({ blocks }) => blocks * 512,
        () => 0,
      )
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
