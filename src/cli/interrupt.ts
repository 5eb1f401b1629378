import type { EventEmitter } from 'node:events'
import { type ExitCode, exitCodes } from './exit-code.ts'

/** Whether somebody wants this process to end. */
export interface Interrupt {
  /** Aborted at the first signal; its reason is an `Error` whose message is a sentence for a report. */
  readonly signal: AbortSignal
  /** With which code to end after a first signal; `undefined` without one. */
  exitCode(): ExitCode | undefined
}

interface Cause {
  readonly exitCode: ExitCode
  readonly sentence: string
}

const causes = {
  SIGINT: { exitCode: exitCodes.interrupted, sentence: 'Ctrl-C ended the run.' },
  SIGTERM: { exitCode: exitCodes.terminated, sentence: 'SIGTERM ended the run.' },
  SIGHUP: { exitCode: exitCodes.hangup, sentence: 'The terminal was closed.' },
  EPIPE: { exitCode: exitCodes.brokenPipe, sentence: 'Nobody reads the output any more.' },
} as const satisfies Record<string, Cause>

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Streams {
  readonly out: EventEmitter
  readonly err: EventEmitter
}

export interface Endings {
  /** A second signal: somebody does not want to wait. */
  now(code: ExitCode): void
  /** Output cannot be written, for another reason than that nobody reads it: a full disk. */
  unwritable(error: Error): void
}

/**
 * The first signal asks for an orderly end. A reader that closed its end of standard output or error (`| head`) counts as a
 * signal, too.
 */
export function watchInterrupts(process: EventEmitter, streams: Streams, endings: Endings): Interrupt {
  const controller = new AbortController()
  let code: ExitCode | undefined
  const interrupt = ({ exitCode, sentence }: Cause): void => {
    code ??= exitCode
    controller.abort(new Error(sentence))
  }
  for (const name of signals) {
    process.on(name, () => {
      if (code === undefined) interrupt(causes[name])
      else endings.now(code)
    })
  }
  for (const stream of [streams.out, streams.err]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') interrupt(causes.EPIPE)
      else endings.unwritable(error)
    })
  }
  return { signal: controller.signal, exitCode: () => code }
}

/** For a server: being ended is how it ends. */
export async function untilInterrupted({ signal }: Interrupt): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

/** That nobody read the output may show only when a command has done its work; then what it says of itself counts no more. */
export function endingOf(code: ExitCode, { exitCode }: Interrupt): ExitCode {
  return exitCode() === exitCodes.brokenPipe ? exitCodes.brokenPipe : code
}
