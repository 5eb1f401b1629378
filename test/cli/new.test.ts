import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { surfaces } from '../../src/contract/surface.ts'
import { fillScenario } from '../../src/scenario/cells.ts'
import { loadScenarios } from '../../src/scenario/load.ts'
import { newScenarioText } from '../../src/scenario/new-scenario.ts'
import { watertight } from '../kit/cli.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'watertight-'))
afterAll(() => rmSync(folder, { recursive: true }))
const scenarios = join(folder, 'mine')

test('a new scenario runs as it is, by the command that is printed', async () => {
  const args = ['--client', 'chat-completions', '--upstream', 'openai/responses', '--source', 'BerriAI/litellm#20419']
  const written = await watertight(['new', 'scenario', 'bridge/mine', '--scenarios', scenarios, ...args])
  expect(written).toMatchObject({ code: 0, err: '' })
  const [, command = ''] = /run it {3}watertight (.*)/.exec(written.out) ?? []
  const { code, out } = await watertight(command.split(' '))
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('2 passed, 0 failed') })
})

test.each(surfaces)('a new scenario for %s is one that loads', async (client) => {
  const upstream = `openai/${client}`
  const id = `new/${client}`
  await watertight(['new', 'scenario', id, '--scenarios', scenarios, '--upstream', upstream])
  const [loaded] = loadScenarios(scenarios, [id])
  expect(loaded && fillScenario(loaded)).toHaveLength(2)
  expect(newScenarioText({ id, client, provider: 'openai', upstream: client, source: 'a/b#1' })).toContain(
    '../scenario.schema',
  )
})

test.each([
  [['new', 'scenario', 'Chat/x'], 'Chat/x is no id of a scenario'],
  [['new', 'scenario', 'alone'], 'alone is no id of a scenario'],
  [['new', 'check', 'a/b'], 'there is no thing to make "check"'],
  [['new', 'scenario', 'a/b', '--upstream', 'openai/respones'], 'openai/respones is no provider surface'],
  [['new', 'scenario', 'a/b', '--client', 'chat'], 'there is no surface "chat"'],
])('watertight %j tells its mistake and writes nothing', async (args, words) => {
  const { code, err } = await watertight([...args, '--scenarios', join(folder, 'none')])
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(words) })
  expect(existsSync(join(folder, 'none'))).toBe(false)
})

test('what is there already is not written over', async () => {
  await watertight(['new', 'scenario', 'twice/x', '--scenarios', scenarios])
  const { code, err } = await watertight(['new', 'scenario', 'twice/x', '--scenarios', scenarios])
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('is there already') })
})
