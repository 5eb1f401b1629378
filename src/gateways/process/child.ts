import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { endWithThisProcess } from './last-resort.ts'
import { outputRing } from './output-ring.ts'
import { groupIsGone, signalGroup } from './process-group.ts'
import { guardSize } from './size-guard.ts'
import { endStrays } from './strays.ts'

export interface ChildPlan {
  readonly executable: string
  readonly args: readonly string[]
  /** Its working directory, removed with it if we end first. */
  readonly directory: string
  /** All of its environment. */
  readonly environment: Readonly<Record<string, string>>
  /** What it may write below its directory; more ends it. Absent: whatever it likes. */
  readonly mostBytes?: number
}

/** A running process and its group. */
export interface Child {
  readonly pid: number
  /** stdout and stderr as they came, the last 256 KiB. */
  output(): string
  /** Resolves when it has ended, for whatever reason, and its output has been read: `ended with exit code 1`. */
  readonly ended: Promise<string>
  /** SIGTERM to the whole group, SIGKILL to what is left of it and to what left it. May be called again. */
  stop(): Promise<void>
}

const outputBytes = 256 * 1024
/** How long the process has after SIGTERM, and what it started after its own end. */
const graceMs = 5000
const orphanGraceMs = 500
/** How long a grandchild that left the group may hold our end of its output open. */
const drainMs = 500

/**
 * Starts a program without a shell, as leader of its own process group.
 * @throws the error of `spawn` when the program cannot be executed
 */
export async function startChild(plan: ChildPlan): Promise<Child> {
  const child = spawn(plan.executable, [...plan.args], {
    cwd: plan.directory,
    env: plan.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const ring = outputRing(outputBytes)
  child.stdout.on('data', ring.write)
  child.stderr.on('data', ring.write)
  let excess: string | undefined
  const ended = watchEnd(child).then((end) => excess ?? end)
  await once(child, 'spawn')
  const pid = child.pid
  if (pid === undefined) throw new Error('a spawned process has a pid')
  const release = endWithThisProcess({ leader: pid, directory: plan.directory })
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= stopGroup(pid, ended)
      .then(() => endStrays(plan.directory))
      .finally(release)
    return stopping
  }
  const unguard = guarded(plan, (words) => {
    excess = words
    void stop()
  })
  child.once('exit', unguard)
  // What a dead leader leaves behind serves nobody, and once it is gone too, others may get its group's number.
  child.once('exit', () => void stop())
  return { pid, output: ring.text, ended, stop }
}

/** @param end told why it has to end, as a clause */
function guarded({ directory, mostBytes }: ChildPlan, end: (why: string) => void): () => void {
  if (mostBytes === undefined) return () => {}
  const most = `${Math.round(mostBytes / 1024 / 1024)} MiB`
  return guardSize(directory, mostBytes, () => end(`was ended: it had written more than ${most} below its directory`))
}

async function stopGroup(leader: number, ended: Promise<string>): Promise<void> {
  signalGroup(leader, 'SIGTERM')
  await Promise.race([ended, pause(graceMs, undefined, { ref: false })])
  // Not longer: in a container whose first process collects no orphans, the zombies of a group never go.
  if (!(await groupIsGone(leader, orphanGraceMs))) signalGroup(leader, 'SIGKILL')
  await ended
}

async function watchEnd(child: ChildProcess): Promise<string> {
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.once('exit', (...end) => resolve(end)),
  )
  await Promise.race([closed, pause(drainMs)])
  return signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`
}
