import { availableParallelism } from 'node:os'
import { beforeAll, expect, test } from 'vitest'
import { checks } from '../../src/checks/index.ts'
import { type DrilledDefect, type DrillResult, drillResult } from '../../src/cli/drill-result.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import { defects } from '../../src/gateways/reference/defects/index.ts'
import { loadScenarios } from '../../src/scenario/load.ts'
import { watertight } from '../kit/cli.ts'
import { driveSuite } from './drive.ts'

const drilled = new Map<string, DrilledDefect>()

// The suite runs once for every defect: in as many processes as there are cores, because each is busy on one.
beforeAll(async () => {
  const parts = Math.min(4, availableParallelism())
  const results = await Promise.all(
    Array.from({ length: parts }, async (_, part): Promise<DrillResult> => {
      const { out, err } = await watertight(['drill', '--json', '--shard', `${part + 1}/${parts}`])
      if (out === '') throw new Error(err)
      return JSON.parse(out)
    }),
  )
  for (const each of results.flatMap((result) => result.defects)) drilled.set(each.id, each)
}, 900_000)

test('the clean gateway passes every case of the suite', async () => {
  const report = await driveSuite({})
  expect(report.cases.filter(({ outcome }) => outcome !== 'passed').map(({ id }) => id)).toEqual([])
  expect(report.findings).toEqual([])
  expect(report.counts.passed).toBeGreaterThan(100)
}, 120_000)

test.each(Object.values(defects))('$id is caught by the checks that it names', ({ id, trips }) => {
  expect(drilled.get(id)?.tripped ?? []).toEqual(expect.arrayContaining([...trips]))
})

test('every check is tripped by a defect, and in every scenario one is found', () => {
  const scenarios = loadScenarios(packagePath('scenarios')).map(({ id }) => id)
  const result = drillResult(
    [...drilled.values()],
    checks.map(({ id }) => id),
    scenarios,
  )
  expect(result).toMatchObject({ idleChecks: [], idleScenarios: [] })
})

test('what a check is called and what it says are unique', () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length)
  expect(new Set(checks.map(({ title }) => title)).size).toBe(checks.length)
})
