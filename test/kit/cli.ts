import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { packagePath } from '../../src/contract/package-path.ts'

/** The command as it is published; `build-program.ts` sees to it that it is what the sources say. */
export const program: string = packagePath('dist', 'src', 'cli', 'main.js')

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A command that is still running; disposing ends it. */
export interface RunningCommand extends AsyncDisposable {
  /** The first line of standard output that fits; rejects when the command ends without one. */
  line(fits: RegExp): Promise<string>
  signal(name: NodeJS.Signals): void
  /** As `| head` does when it has seen enough. */
  stopReading(): void
  readonly ended: Promise<Ended>
}

export interface CommandOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** `watertight ARGS…` as a person starts it. */
export async function watertight(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  await using command = startWatertight(args, options)
  return await command.ended
}

export function startWatertight(args: readonly string[], { cwd, env }: CommandOptions = {}): RunningCommand {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text.out += piece
  })
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    text.err += piece
  })
  const ended = once(child, 'close').then(([code]): Ended => ({ code, ...text }))
  return {
    line: (fits) => lineOf(child, ended, text, fits),
    signal: (name) => {
      child.kill(name)
    },
    stopReading: () => {
      child.stdout.destroy()
    },
    ended,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ended
    },
  }
}

function lineOf(child: ChildProcess, ended: Promise<Ended>, text: { out: string }, fits: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const found = text.out
        .split('\n')
        .slice(0, -1)
        .find((line) => fits.test(line))
      if (found === undefined) return
      child.stdout?.off('data', look)
      resolve(found)
    }
    child.stdout?.on('data', look)
    look()
    void ended.then(({ out, err }) => reject(new Error(`ended without a line that fits ${fits}:\n${out}${err}`)))
  })
}
