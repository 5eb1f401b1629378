import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { checkCells, readBaseline } from '../../src/baseline/baseline.ts'
import { wholeRun } from '../../src/baseline/cells.ts'
import { gatewayEntry, gateways } from '../../src/cli/gateway-table.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import { fileGatewayAdapter } from '../../src/gateways/process/adapter.ts'
import { readGatewayDefinition } from '../../src/gateways/process/definition/read-definition.ts'
import { cellOf } from '../../src/report/cells.ts'
import { fillScenario } from '../../src/scenario/cells.ts'
import { loadScenarios } from '../../src/scenario/load.ts'

function filesIn(folder: string): readonly (readonly [id: string, path: string])[] {
  const names = readdirSync(packagePath('scenarios', folder)).filter((name) => name.endsWith('.yaml'))
  return names.map((name) => [basename(name, '.yaml'), packagePath('scenarios', folder, name)])
}

const cells = new Map(
  loadScenarios(packagePath('scenarios')).map((scenario) => {
    const ids = fillScenario(scenario).map(({ id }) => cellOf({ id, scenario: scenario.id }))
    return [scenario.id, ids]
  }),
)

test.each(filesIn('gateways'))(
  '%s is described without a mistake, by its own name, and says how to get it',
  (id, path) => {
    const definition = readGatewayDefinition(path)
    expect(definition).toMatchObject({ id, title: expect.any(String), install: expect.anything() })
    expect(Object.keys(gateways)).toContain(id)
    expect(fileGatewayAdapter({ file: path, env: {} }).id).toBe(id)
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

test.each(filesIn('baselines'))(
  'the baseline of %s speaks of the version that is installed; of several only where an adapter knows them',
  async (id, path) => {
    const entry = gatewayEntry(id)
    const { by } = await entry.installs()
    const own = typeof by === 'string' ? /--version (\S+)/.exec(by)?.[1] : by.version
    const versions = readBaseline(path).baseline.known.map((known) => known.versions)
    // Whatever version the machine has: nobody chooses it.
    if (own === undefined) return expect(new Set(versions)).toEqual(new Set([undefined]))
    expect(versions).not.toContain(undefined)
    const named = new Set(versions.flat())
    expect(named).toContain(own)
    if (entry.file !== undefined) expect([...named]).toEqual([own])
  },
)
