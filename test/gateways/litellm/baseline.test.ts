import { expect, test } from 'vitest'
import { checkCells, readBaseline } from '../../../src/baseline/baseline.ts'
import { packagePath } from '../../../src/contract/package-path.ts'
import { fillScenario } from '../../../src/scenario/cells.ts'
import { loadScenarios } from '../../../src/scenario/load.ts'

const file = readBaseline(packagePath('scenarios', 'baselines', 'litellm.yaml'))
const { baseline } = file

test('every entry of the baseline says why, and of which versions it speaks', () => {
  expect(baseline.gateway).toBe('litellm')
  expect(baseline.known.filter(({ reason }) => reason === undefined)).toEqual([])
  expect(baseline.known.filter(({ versions }) => versions === undefined)).toEqual([])
})

test('what no client may be shown upstream is known of old versions alone', () => {
  const leaking = baseline.known.filter(({ check }) => check === 'leak/canary-upstream')
  expect(new Set(leaking.flatMap(({ versions = [] }) => versions))).toEqual(new Set(['1.81.7']))
})

test('every case that the baseline names is one of the suite', () => {
  const cells = loadScenarios(packagePath('scenarios')).map((scenario) => {
    const ids = fillScenario(scenario).map(({ id }) => id)
    return [scenario.id, ids.map((id) => id.slice(scenario.id.length + 1, -1))] as const
  })
  const known = new Map(cells)
  expect(baseline.known.filter(({ scenario }) => !known.has(scenario))).toEqual([])
  expect(() => checkCells(file, known)).not.toThrow()
})
