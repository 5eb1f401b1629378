import { expect, test, vi } from 'vitest'
import { type DrilledDefect, drillResult } from '../../src/cli/drill-result.ts'
import { matrixLines, scoreLines } from '../../src/cli/drill-text.ts'
import { watertight } from '../kit/cli.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 60_000 })

function drilled(id: string, change: Partial<DrilledDefect> = {}): DrilledDefect {
  return { id, names: ['a/x'], tripped: ['a/x'], scenarios: ['s/one'], failedCases: 1, cases: 2, ...change }
}

test('a defect is missed when one of the checks it names is blind, whatever else notices it', () => {
  const result = drillResult([drilled('one'), drilled('two', { names: ['a/x', 'a/y'] })], ['a/x', 'a/y'], ['s/one'])
  expect(result.missed).toEqual([{ defect: 'two', checks: ['a/y'] }])
})

test('checks that nothing trips and scenarios in which nothing is found are named', () => {
  const result = drillResult([drilled('one')], ['a/x', 'a/y'], ['s/one', 's/two'])
  expect(result).toMatchObject({ idleChecks: ['a/y'], idleScenarios: ['s/two'] })
  expect(scoreLines(result, 2, 2, 80)).toEqual([
    '1 of 1 defect caught by every check that it names',
    '1 of 2 checks tripped',
    '1 of 2 scenarios in which a defect is found',
    '',
    'checks that nothing trips:',
    '  a/y',
    '',
    'scenarios in which nothing is found:',
    '  s/two',
  ])
})

test('the matrix tells what a defect names from what it trips as well', () => {
  const result = drillResult([drilled('one', { tripped: ['a/x', 'a/y'] })], ['a/x', 'a/y'], [])
  expect(matrixLines(result, ['a/x', 'a/y']).slice(0, 2)).toEqual(['defect   1  2', 'one      ●  ·'])
})

test('a drill switches bugs on and tells which checks notice them', async () => {
  const args = ['drill', 'bridge/no-counterpart', '--defect', 'bridge-loses-stop', '--whole-suite']
  const { code, out } = await watertight(args)
  expect(code).toBe(0)
  expect(out).toMatch(/^caught {2}bridge-loses-stop +account\/no-silent-loss {2}1 of \d+ cases$/m)
  const blind = await watertight([...args.slice(0, 2), '--defect', 'splits-utf8', '--json'])
  expect(blind.code).toBe(1)
  expect(JSON.parse(blind.out).missed).toEqual([{ defect: 'splits-utf8', checks: ['reply/text'] }])
})
