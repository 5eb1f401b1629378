import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startChild } from './child.ts'
import { scrubbedEnvironment } from './environment.ts'

export interface CommandPlan {
  /** Absolute path. */
  readonly executable: string
  readonly args: readonly string[]
  /** PATH of the operator. */
  readonly path: string | undefined
  readonly withinMs: number
}

/**
 * Runs a short program as a gateway would be run, with an environment and a directory of its own.
 * @returns what it printed; undefined when it did not end in time
 * @throws the error of `spawn`, the reason of `signal`
 */
export async function runCommand(plan: CommandPlan, signal: AbortSignal): Promise<string | undefined> {
  const { executable, args, path } = plan
  const directory = await mkdtemp(join(tmpdir(), 'watertight-'))
  try {
    const environment = scrubbedEnvironment(directory, path, {})
    const child = await startChild({ executable, args, directory, environment })
    try {
      const late = pause(plan.withinMs, undefined, { signal, ref: false })
      const end = await Promise.race([child.ended, late])
      return end === undefined ? undefined : child.output()
    } catch (cause) {
      signal.throwIfAborted()
      throw cause
    } finally {
      await child.stop()
    }
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
