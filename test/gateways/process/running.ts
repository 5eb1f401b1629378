import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'

/** A zombie that nobody has collected yet does not run any more. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return process.platform !== 'linux'
  }
}

/** Fails when one of them still runs after five seconds. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  await vi.waitUntil(() => !pids.some(isRunning), { timeout: 5000, interval: 20 })
}

/** A file into which `child.ts` writes its pid when `PID_FILE` names it. */
export interface PidFile extends AsyncDisposable {
  readonly path: string
  written(): Promise<number>
}

export async function pidFile(): Promise<PidFile> {
  const folder = await mkdtemp(join(tmpdir(), 'pid-file-'))
  const path = join(folder, 'pid')
  const isWritten = () => existsSync(path) && readFileSync(path, 'utf8').endsWith('\n')
  return {
    path,
    written: async () => {
      await vi.waitUntil(isWritten, { timeout: 10_000, interval: 20 })
      return Number(readFileSync(path, 'utf8'))
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}
