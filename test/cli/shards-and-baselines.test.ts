import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import type { RunReport } from '../../src/report/run-report.ts'
import { watertight } from '../kit/cli.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'watertight-'))
afterAll(() => rmSync(folder, { recursive: true }))

const scenarios = join(folder, 'scenarios')
mkdirSync(join(scenarios, 'own'), { recursive: true })
writeFileSync(
  join(scenarios, 'own', 'stop.yaml'),
  `id: own/stop
title: A parameter without a counterpart is told
why: It would be lost.
sources: [BerriAI/litellm#35582]
severity: high
matrix:
  field: { stop: { stop: END }, cap: { max_completion_tokens: 9 }, user: { user: u-1 } }
route: { upstream: openai/responses }
steps:
  - send:
      surface: chat-completions
      body: { messages: [{ role: user, content: hi }], <<: $field }
    expect: { client: { status: [200, 400], outcome: [ok, error] }, upstream: { count: [0, 1] } }
`,
)
const run = ['run', '--scenarios', scenarios, '--seed', 'a']
const broken = [...run, '--defect', 'bridge-loses-stop']

function file(name: string): string {
  return join(folder, name)
}

function reportIn(name: string): RunReport {
  return JSON.parse(readFileSync(file(name), 'utf8'))
}

test('shards merge into the report of one run, case by case', async () => {
  const whole = await watertight([...broken, '--reporter', `json=${file('whole.json')}`])
  const parts = ['1/2', '2/2'].map((shard) => [
    ...broken,
    '--shard',
    shard,
    '--reporter',
    `json=${file(`${shard[0]}.json`)}`,
  ])
  const [first, second] = [await watertight(parts[0] ?? []), await watertight(parts[1] ?? [])]
  expect([whole.code, first.code, second.code]).toEqual([1, 1, 0])
  expect(first.out).toContain('Shard 1 of 2.')
  const merged = await watertight([
    'merge',
    file('2.json'),
    file('1.json'),
    '--reporter',
    `json=${file('merged.json')}`,
  ])
  expect(merged.code).toBe(1)
  expect(merged.out).toContain('2 passed, 1 failed')
  const ids = (name: string) => reportIn(name).cases.map(({ id, outcome }) => [id, outcome])
  expect(ids('merged.json')).toEqual(ids('whole.json'))
  const missing = await watertight(['merge', file('2.json')])
  expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('there is no report of shard 1 of 2') })
  const twice = await watertight(['merge', file('1.json'), file('1.json'), file('2.json')])
  expect(twice).toMatchObject({ code: 2, err: expect.stringContaining('both have the case own/stop[field=stop]') })
})

test('a baseline that is written makes the run pass, and is stale when the gateway is mended', async () => {
  const known = file('known.yaml')
  const written = await watertight([...broken, '--baseline', known, '--write-baseline'])
  expect(written).toMatchObject({ code: 0, err: expect.stringMatching(/known\.yaml: 1 entry, 1 without a reason/) })
  const again = await watertight([...broken, '--baseline', known])
  expect(again.code).toBe(0)
  expect(again.out).toContain('2 passed, 0 failed, 0 untestable, 1 known')
  const mended = await watertight([...run, '--baseline', known])
  expect(mended.code).toBe(1)
  expect(mended.out).toMatch(
    /Stale entry: account\/no-silent-loss in own\/stop, not found any more in\s+own\/stop\[field=stop\]/,
  )
})

test.each([
  [['run', '--shard', '3/2'], '--shard 3/2 is no part of a suite'],
  [[...run, '--shard', '4/9'], 'there are 3 cases, and none is left for shard 4 of 9'],
  [['run', '--write-baseline'], '--write-baseline has no file to write'],
  [['run', '--baseline', 'nowhere.yaml'], 'cannot read nowhere.yaml'],
  [['merge'], 'there is no report to merge'],
  [['merge', join(scenarios, 'own', 'stop.yaml')], 'cannot read a JSON report from'],
])('watertight %j tells its mistake', async (args, words) => {
  expect(await watertight(args)).toMatchObject({ code: 2, err: expect.stringContaining(words) })
})

test('a baseline of another gateway is not taken', async () => {
  writeFileSync(file('other.yaml'), 'gateway: litellm\nknown: []\n')
  const { code, err } = await watertight([...run, '--baseline', file('other.yaml')])
  expect({ code, err }).toMatchObject({
    code: 2,
    err: expect.stringContaining('the baseline is of the gateway litellm'),
  })
})
