import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { Fault } from '../../src/contract/fault.ts'
import { packagePath } from '../../src/contract/package-path.ts'

export interface StartUp {
  /** From the start of the process to its first line, which says that the fakes are ready. */
  readonly readySeconds: number
  /** Of the process, for the same. Absent where /proc is. */
  readonly cpuSeconds?: number
  /** Resident, with all fakes up and nothing asked. Absent where /proc is. */
  readonly idleBytes?: number
}

/** Starts the published command, waits until it is ready, and ends it. @throws Fault E_BENCH_NOT_BUILT */
export async function measureStartUp(): Promise<StartUp> {
  const main = packagePath('dist', 'src', 'cli', 'main.js')
  if (!existsSync(main)) {
    throw new Fault('E_BENCH_NOT_BUILT', 'there is no dist/ to start', { hint: 'Run `npm run build` first.' })
  }
  const begin = performance.now()
  const child = spawn(process.execPath, [main, 'serve', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  try {
    await once(child.stdout, 'data')
    const readySeconds = (performance.now() - begin) / 1000
    return { readySeconds, ...inProc(child.pid) }
  } finally {
    child.kill('SIGKILL')
    await closed
  }
}

/** Clock ticks a second, as Linux counts processor time for programs. */
const ticks = 100

function inProc(pid: number | undefined): Partial<StartUp> {
  if (pid === undefined || !existsSync(`/proc/${pid}/stat`)) return {}
  // Behind the name in brackets, which may hold blanks; user and system time are the 12th and 13th from there.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticks,
    idleBytes: Number(resident) * 1024,
  }
}
