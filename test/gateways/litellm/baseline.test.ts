import { expect, test } from 'vitest'
import { type BaselineEntry, checkCells, readBaseline } from '../../../src/baseline/baseline.ts'
import { packagePath } from '../../../src/contract/package-path.ts'
import { cellOf } from '../../../src/report/cells.ts'
import { fillScenario } from '../../../src/scenario/cells.ts'
import { loadScenarios } from '../../../src/scenario/load.ts'

const gateways = ['litellm', 'litellm-sdk'] as const
const [proxy, library] = gateways.map((id) => readBaseline(packagePath('scenarios', 'baselines', `${id}.yaml`)))
const files = [proxy, library].filter((file) => file !== undefined)

function versionsOf(entries: readonly BaselineEntry[]): Set<string> {
  return new Set(entries.flatMap(({ versions = [] }) => versions))
}

test('every entry of a baseline says why, and of which versions it speaks', () => {
  expect(files.map(({ baseline }) => baseline.gateway)).toEqual(gateways)
  for (const { baseline } of files) {
    expect(baseline.known.filter(({ reason }) => reason === undefined)).toEqual([])
    expect(baseline.known.filter(({ versions }) => versions === undefined)).toEqual([])
  }
})

test('who calls is shown to the provider by the old version of the proxy alone', () => {
  const leaking = files.map(({ baseline }) => baseline.known.filter(({ check }) => check === 'leak/canary-upstream'))
  expect(leaking.map(versionsOf)).toEqual([new Set(['1.81.7']), new Set()])
})

test('the proxy is known in three versions: with the leak, the first without it, and a new one', () => {
  expect(proxy && versionsOf(proxy.baseline.known)).toEqual(new Set(['1.81.7', '1.81.11', '1.106.2']))
})

test('every case that a baseline names is one of the suite', () => {
  const cells = loadScenarios(packagePath('scenarios')).map((scenario) => {
    const ids = fillScenario(scenario).map(({ id }) => cellOf({ id, scenario: scenario.id }))
    return [scenario.id, ids] as const
  })
  const known = new Map(cells)
  for (const file of files) {
    expect(file.baseline.known.filter(({ scenario }) => !known.has(scenario))).toEqual([])
    expect(() => checkCells(file, known)).not.toThrow()
  }
})
