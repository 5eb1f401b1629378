import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { commands, listOptions, serveOptions } from '../../src/cli/commands.ts'
import { environmentArguments, variableOf } from '../../src/cli/environment-options.ts'
import { startWatertight, watertight } from '../kit/cli.ts'

test('the environment says what the command line does not', () => {
  const environment = { WATERTIGHT_CONTROL_PORT: '4000', WATERTIGHT_LEVEL: 'schema', WATERTIGHT_JOURNAL: '' }
  expect(environmentArguments(serveOptions, ['--level', 'observe'], environment)).toEqual(['--control-port=4000'])
})

test('the values of a repeatable option are separated by blanks', () => {
  const environment = { WATERTIGHT_PROVIDER: ' openai=4010  codex ' }
  expect(environmentArguments(serveOptions, [], environment)).toEqual(['--provider=openai=4010', '--provider=codex'])
  expect(environmentArguments(serveOptions, ['--provider=azure-openai'], environment)).toEqual([])
})

test('a switch is on, off, or a mistake that names its variable', () => {
  const words = (value: string) => environmentArguments(serveOptions, [], { WATERTIGHT_JSON: value })
  expect([words('true'), words('1'), words('false'), words('0'), words('')]).toEqual([
    ['--json'],
    ['--json'],
    [],
    [],
    [],
  ])
  expect(() => words('yes')).toThrow(
    expect.objectContaining({ code: 'E_OPTION_VALUE', message: expect.stringContaining('WATERTIGHT_JSON=yes') }),
  )
})

test('serve reads the environment, other commands do not', async () => {
  expect(commands.filter(({ readsEnvironment }) => readsEnvironment).map(({ name }) => name)).toEqual(['serve'])
  expect(variableOf(Object.keys(listOptions)[1] ?? '')).toBe('WATERTIGHT_PROVIDER')
  const { code } = await watertight(['list', 'providers'], { env: { WATERTIGHT_PROVIDER: 'nobody' } })
  expect(code).toBe(0)
})

test('a mistake in the environment ends serve as one on the command line does', async () => {
  const { code, err } = await watertight(['serve'], { env: { WATERTIGHT_LEVEL: 'strictest' } })
  expect(code).toBe(2)
  expect(err).toContain('E_LEVEL_UNKNOWN')
})

const health = fileURLToPath(new URL('../../src/cli/health.ts', import.meta.url))

function askHealth(environment: Readonly<Record<string, string>>) {
  const { status, stdout } = spawnSync(process.execPath, [health], { env: environment, encoding: 'utf8' })
  return { status, stdout }
}

test.each([{}, { WATERTIGHT_TLS: 'self' }])(
  'the health script asks the control port, whatever it speaks: %j',
  async (tls) => {
    await using command = startWatertight(['serve'], {
      env: { ...tls, WATERTIGHT_JSON: 'true', WATERTIGHT_API_KEY: 'sk-x' },
    })
    const ready: { control: string } = JSON.parse(await command.line(/"event":"ready"/))
    const environment = { ...tls, WATERTIGHT_CONTROL_PORT: new URL(ready.control).port }
    expect(askHealth(environment)).toEqual({ status: 0, stdout: expect.stringContaining('"status":"ok"') })
    // Told to end, it takes the file along that its clients have to trust.
    command.signal('SIGTERM')
    expect(await command.ended).toMatchObject({ code: 0 })
  },
)

test('the health script fails where nothing answers', () => {
  const { status, stdout } = askHealth({ WATERTIGHT_CONTROL_PORT: '1' })
  expect(status).toBe(1)
  expect(stdout).toMatch(/^nothing answers: .*ECONNREFUSED/)
})
