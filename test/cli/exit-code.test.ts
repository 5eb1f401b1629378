import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { exitCodeOf } from '../../src/cli/exit-code.ts'
import { endingOf, untilInterrupted, watchInterrupts } from '../../src/cli/interrupt.ts'
import { shellCommand } from '../../src/cli/shell-words.ts'
import { aCase, aFinding, aRun } from '../kit/reports.ts'

const untestable = aFinding({ outcome: 'untestable' })

test.each([
  ['a run in which every case passed', aRun([aCase()]), 0],
  ['a run with cases that the gateway declares absent', aRun([aCase(), aCase({ outcome: 'not-applicable' })]), 0],
  ['a failed case', aRun([aCase(), aCase({ findings: [aFinding()] })]), 1],
  ['an untestable case', aRun([aCase(), aCase({ findings: [untestable] })]), 1],
  ['a finding of no case', aRun([aCase()], { findings: [aFinding()] }), 1],
  ['a run that ended early', aRun([aCase()], { interrupted: 'the gateway died' }), 1],
  ['a run without cases', aRun([]), 1],
  ['a run of which nothing was applicable', aRun([aCase({ outcome: 'not-applicable' })]), 1],
])('%s ends with its code', (_, report, code) => {
  expect(exitCodeOf(report)).toBe(code)
})

function watched() {
  const process = new EventEmitter()
  const streams = { out: new EventEmitter(), err: new EventEmitter() }
  const endings: (number | Error)[] = []
  const end = (how: number | Error): void => {
    endings.push(how)
  }
  const interrupt = watchInterrupts(process, streams, { now: end, unwritable: end })
  return { process, streams, endings, interrupt }
}

test.each([
  ['SIGINT', 130, 'Ctrl-C ended the run.'],
  ['SIGTERM', 143, 'SIGTERM ended the run.'],
  ['SIGHUP', 129, 'The terminal was closed.'],
])('the first %s asks for an orderly end, the second ends at once', (name, code, sentence) => {
  const { process, endings, interrupt } = watched()
  expect(interrupt.exitCode()).toBeUndefined()
  process.emit(name)
  expect(interrupt.signal.reason).toEqual(new Error(sentence))
  expect({ code: interrupt.exitCode(), endings }).toEqual({ code, endings: [] })
  process.emit('SIGINT')
  expect(endings).toEqual([code])
})

test('a reader that went away ends the command quietly, with the code of a broken pipe', async () => {
  const { streams, interrupt } = watched()
  const ended = untilInterrupted(interrupt)
  streams.out.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
  await ended
  expect(endingOf(0, interrupt)).toBe(141)
})

test('output that cannot be written is no interruption but ends the command', () => {
  const { streams, endings, interrupt } = watched()
  const error = new Error('no space left on device')
  streams.err.emit('error', error)
  expect({ endings, code: interrupt.exitCode() }).toEqual({ endings: [error], code: undefined })
})

test('a server that is ended by a signal has ended well', async () => {
  const { process, interrupt } = watched()
  const ended = untilInterrupted(interrupt)
  process.emit('SIGTERM')
  await ended
  expect(endingOf(0, interrupt)).toBe(0)
})

test('a command is quoted so that a shell reads the same words', () => {
  expect(shellCommand(['watertight', 'run', '--seed', "it's a b", '--case', 'a/b[c=1]', ''])).toBe(
    "watertight run --seed 'it'\\''s a b' --case 'a/b[c=1]' ''",
  )
})
