import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { commands } from '../../src/cli/commands.ts'
import { commandHelp, programHelp } from '../../src/cli/help.ts'
import { watertight } from '../kit/cli.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 60_000 })

test('--help and -h name every command and every exit code', async () => {
  for (const flag of ['--help', '-h']) {
    const { code, out, err } = await watertight([flag])
    expect({ code, out, err }).toEqual({ code: 0, out: programHelp(commands), err: '' })
  }
  for (const { name, summary } of commands) expect(programHelp(commands)).toMatch(new RegExp(`${name} +${summary}`))
  for (const code of ['0', '1', '2', '3', '130'])
    expect(programHelp(commands)).toMatch(new RegExp(`^ +${code}\\b`, 'm'))
})

test.each(commands.map((command) => [command.name, command] as const))(
  '%s --help names every option',
  async (name, command) => {
    const { code, out } = await watertight([name, '--help'])
    expect({ code, out }).toEqual({ code: 0, out: commandHelp(command) })
    for (const option of Object.keys(command.options)) expect(out).toMatch(new RegExp(`^ +--${option}\\b`, 'm'))
  },
)

test('every example in a help is a command line that parses', async () => {
  const shell = { args: [], env: {}, out: nowhere(), err: nowhere(), interrupt: never() }
  for (const command of commands) {
    for (const example of command.examples) {
      const [name, ...args] = example.split(' ').map((word) => word.replaceAll("'", ''))
      expect(name).toBe(command.name)
      const refusal = command.invoke([...args, '--nothing-like-this'], shell)
      await expect(refusal).rejects.toMatchObject({ code: 'E_OPTION_UNKNOWN', message: /--nothing-like-this/ })
    }
  }
})

test('help wins over mistakes on the same line', async () => {
  const { code, out } = await watertight(['run', '--nonsense', '--help'])
  expect(code).toBe(0)
  expect(out).toContain('watertight run [PATTERN...] [options]')
})

test('without a command the help goes to standard error, as a mistake', async () => {
  expect(await watertight([])).toEqual({ code: 2, out: '', err: programHelp(commands) })
})

test('--version prints the version of the package and nothing else', async () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(await watertight(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' })
})

test('no line of help is wider than a hundred columns', () => {
  const lines = [programHelp(commands), ...commands.map(commandHelp)].flatMap((text) => text.split('\n'))
  expect(lines.filter((line) => line.length > 100)).toEqual([])
})

function nowhere() {
  return { write: () => {}, isTerminal: false, columns: 100, color: false }
}

function never() {
  return { signal: new AbortController().signal, exitCode: () => undefined }
}
