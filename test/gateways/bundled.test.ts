import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { checkCells, readBaseline } from '../../src/baseline/baseline.ts'
import { wholeRun } from '../../src/baseline/cells.ts'
import { gateways } from '../../src/cli/gateway-table.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import { readGatewayDefinition } from '../../src/gateways/process/definition/read-definition.ts'
import { fillScenario } from '../../src/scenario/cells.ts'
import { loadScenarios } from '../../src/scenario/load.ts'

function filesIn(folder: string): readonly (readonly [id: string, path: string])[] {
  const names = readdirSync(packagePath('scenarios', folder)).filter((name) => name.endsWith('.yaml'))
  return names.map((name) => [basename(name, '.yaml'), packagePath('scenarios', folder, name)])
}

const cells = new Map(
  loadScenarios(packagePath('scenarios')).map((scenario) => {
    const ids = fillScenario(scenario).map(({ id }) => id)
    return [scenario.id, ids.map((id) => id.slice(scenario.id.length + 1, -1))] as const
  }),
)

test.each(filesIn('gateways'))(
  '%s is described without a mistake, by its own name, and says how to get it',
  (id, path) => {
    const definition = readGatewayDefinition(path)
    expect(definition).toMatchObject({ id, title: expect.any(String), install: expect.anything() })
    expect(Object.keys(gateways)).toContain(id)
  },
)

test.each(filesIn('baselines'))(
  'the baseline of %s says why of every entry, and names cases that there are',
  (id, path) => {
    const file = readBaseline(path)
    expect(Object.keys(gateways)).toContain(id)
    expect(file.baseline.gateway).toBe(id)
    expect(file.baseline.known.filter(({ reason }) => reason === undefined)).toEqual([])
    const isKnown = (scenario: string) => scenario === wholeRun || cells.has(scenario)
    expect(file.baseline.known.filter(({ scenario }) => !isKnown(scenario))).toEqual([])
    expect(() => checkCells(file, cells)).not.toThrow()
  },
)
