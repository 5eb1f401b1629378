#!/usr/bin/env node
import type { WriteStream } from 'node:tty'
import type { Output } from '../report/reporter.ts'
import type { ExitCode } from './exit-code.ts'

const leastNode = [22, 18] as const

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < leastNode[0] || (major === leastNode[0] && minor < leastNode[1])
}

function outputOn(stream: WriteStream): Output {
  const isTerminal = stream.isTTY === true && process.env['TERM'] !== 'dumb'
  return {
    write: (text) => {
      stream.write(text)
    },
    isTerminal,
    columns: isTerminal ? stream.columns : 100,
    color: isTerminal && !process.env['NO_COLOR'],
  }
}

/** What is written to a pipe is not yet read when `write` returns. */
function flushed(stream: WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve()
    else stream.write('', () => resolve())
  })
}

function unwritable(error: Error): never {
  process.stderr.write(`watertight: the output cannot be written: ${error.message}\n`)
  process.exit(2)
}

async function main(): Promise<ExitCode> {
  const [{ endingOf, watchInterrupts }, { runProgram }] = await Promise.all([
    import('./interrupt.ts'),
    import('./program.ts'),
  ])
  const streams = { out: process.stdout, err: process.stderr }
  const interrupt = watchInterrupts(process, streams, { now: (code) => process.exit(code), unwritable })
  const code = await runProgram({
    args: process.argv.slice(2),
    env: process.env,
    out: outputOn(process.stdout),
    err: outputOn(process.stderr),
    interrupt,
  })
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  return endingOf(code, interrupt)
}

// Nothing else is imported before this, because on an older Node already an import may fail, with words that help nobody.
if (isTooOld(process.versions.node)) {
  process.stderr.write(`watertight needs Node ${leastNode.join('.')} or newer; this is ${process.versions.node}\n`)
  process.exit(2)
}

process.exit(await main())
