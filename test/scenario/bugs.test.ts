import { expect, test } from 'vitest'
import { packagePath } from '../../src/contract/package-path.ts'
import { defects } from '../../src/gateways/reference/defects/index.ts'
import { coverageOf, readBugs } from '../../src/scenario/bugs.ts'
import { loadScenarios } from '../../src/scenario/load.ts'

const bugs = coverageOf(readBugs(), loadScenarios(packagePath('scenarios')), Object.values(defects))

test('every bug has a scenario, or a reason why it has none', () => {
  expect(
    bugs.filter(({ scenarios, out }) => scenarios.length === 0 && out === undefined).map(({ what }) => what),
  ).toEqual([])
})

test('a bug that is left out is not shown all the same', () => {
  expect(
    bugs.filter(({ scenarios, out }) => scenarios.length > 0 && out !== undefined).map(({ what }) => what),
  ).toEqual([])
})

test('no bug is listed twice', () => {
  const whats = bugs.map(({ what, area }) => `${area}: ${what}`)
  expect(whats).toEqual([...new Set(whats)])
})

test('a bug is joined with what cites any of its sources, and with the checks that its defects trip', () => {
  const bug = { area: 'x', what: 'y', sources: ['a/b#1', 'a/b#2'] }
  const scenarios = [
    { id: 'x/one', sources: ['a/b#2'] },
    { id: 'x/two', sources: ['a/b#3'] },
  ]
  const [covered] = coverageOf([bug], scenarios, [{ id: 'broken', sources: ['a/b#1'], trips: ['call/count'] }])
  expect(covered).toEqual({ ...bug, scenarios: ['x/one'], defects: ['broken'], checks: ['call/count'] })
})
