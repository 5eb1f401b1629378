import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { failureOf } from '../../src/cli/print-fault.ts'
import { Fault, Faults } from '../../src/contract/fault.ts'
import { watertight } from '../kit/cli.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'watertight-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  [['runn'], 'E_COMMAND_UNKNOWN', 'Did you mean watertight run?'],
  [['frobnicate'], 'E_COMMAND_UNKNOWN', 'Commands: run, '],
  [['--verison'], 'E_COMMAND_UNKNOWN', 'Did you mean watertight --version?'],
  [['run', '--gatway', 'reference'], 'E_OPTION_UNKNOWN', 'Did you mean --gateway?'],
  [['run', '--gateway', 'litelm'], 'E_GATEWAY_UNKNOWN', 'Did you mean litellm? There are: reference, '],
  [['run', '--defect', 'bridge-loses-stpo'], 'E_GATEWAY_UNKNOWN_DEFECT', 'Did you mean bridge-loses-stop?'],
  [['run', '--defect', 'bufers'], 'E_GATEWAY_UNKNOWN_DEFECT', ' others. watertight list defects names all.'],
  [['run', '--gateway', 'litellm', '--defect', 'splits-utf8'], 'E_OPTION_UNSUITED', 'Leave --defect out'],
  [['run', '--executable', 'litellm'], 'E_OPTION_UNSUITED', 'Leave --executable out'],
  [['run', '--gateway', 'litellm@1.81.7', '--executable', 'litellm'], 'E_OPTION_UNSUITED', 'write --gateway litellm.'],
  [['run', '--concurrency', '0'], 'E_OPTION_VALUE', 'from 1 to 256'],
  [['run', '--scenarios', folder], 'E_SCENARIO_NONE', '--scenarios DIR'],
  [['serve', '--provider', 'opnai'], 'E_PROVIDER_UNKNOWN', 'Did you mean openai?'],
  [['serve', '--provider', 'openai=http'], 'E_OPTION_VALUE', '0 takes any free one'],
  [['serve', '--provider', 'openai', '--provider', 'openai=1'], 'E_OPTION_TWICE', 'Leave one of them out'],
  [['serve', '--level', 'lax'], 'E_LEVEL_UNKNOWN', 'There are: real, schema, observe.'],
  [['judge'], 'E_OPERAND', 'See watertight judge --help.'],
  [['judge', join(folder, 'none.sqlite')], 'E_JOURNAL_UNOPENABLE', 'Check that its folder exists'],
  [['diff', 'one.sqlite'], 'E_OPERAND', 'See watertight diff --help.'],
  [['diff', 'a', 'b', '--with', 'header'], 'E_OPTION_VALUE', 'Did you mean headers?'],
  [['gateway'], 'E_OPTION_MISSING', 'Add --config FILE.'],
  [['gateway', '--config', join(folder, 'none.yaml')], 'E_FILE_UNREADABLE', 'Check the path'],
  [['list', 'scenario'], 'E_SUBJECT_UNKNOWN', 'Did you mean scenarios?'],
  [['list', 'checks', '--scenarios', folder], 'E_OPTION_UNSUITED', 'Leave --scenarios out'],
])('%j ends with 2, says %s and the way out', async (args, code, hint) => {
  const ended = await watertight(args)
  expect(ended).toMatchObject({ code: 2, out: '' })
  expect(ended.err).toContain(`[${code}]`)
  expect(ended.err).toContain(hint)
  expect(ended.err).not.toContain('    at ')
})

test('several mistakes of one author are all told, a line each', () => {
  const faults = new Faults([new Fault('E_A', 'first'), new Fault('E_B', 'second', { hint: 'Mend it.' })])
  expect(failureOf(faults, '0.1.0')).toEqual({
    exitCode: 2,
    text: 'watertight: first [E_A]\nwatertight: second [E_B]\n  Mend it.\n',
  })
})

test('a fault of ours ends with 3 and says what a maintainer needs to know', () => {
  const cause = new Error('socket closed')
  for (const error of [
    new Fault('E_FAKE_CRASHED', 'the fake failed', { kind: 'harness', cause }),
    new TypeError('x is undefined', { cause }),
  ]) {
    const { exitCode, text } = failureOf(error, '0.1.0')
    expect(exitCode).toBe(3)
    expect(text).toContain(error.message)
    expect(text).toContain('socket closed')
    expect(text).toContain(`watertight 0.1.0, node ${process.versions.node}`)
    expect(text).toContain('Please report it')
  }
})

test('one fault of ours among mistakes of an author is ours', () => {
  const faults = new Faults([new Fault('E_A', 'first'), new Fault('E_B', 'second', { kind: 'harness' })])
  expect(failureOf(faults, '0.1.0').exitCode).toBe(3)
})

test('what is thrown and is no error is told, too', () => {
  expect(failureOf('nonsense', '0.1.0')).toMatchObject({ exitCode: 3, text: expect.stringContaining('nonsense') })
})
