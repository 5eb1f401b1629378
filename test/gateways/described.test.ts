import { expect, test } from 'vitest'
import { checkCells, readBaseline } from '../../src/baseline/baseline.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import { isRecord } from '../../src/contract/pointer.ts'
import { fileGatewayAdapter, gatewayFiles } from '../../src/gateways/process/adapter.ts'
import { readGatewayDefinition } from '../../src/gateways/process/definition/read-definition.ts'
import { fillScenario } from '../../src/scenario/cells.ts'
import { loadScenarios } from '../../src/scenario/load.ts'
import { plan, route } from './litellm/plan.ts'

const gateways = ['llm-router']

function definitionOf(id: string): string {
  return packagePath('scenarios', 'gateways', `${id}.yaml`)
}

function written(id: string, name: string, routes: readonly ReturnType<typeof route>[]): unknown {
  return JSON.parse(
    gatewayFiles(
      { file: definitionOf(id), env: {}, installed: { version: '1.0.0', folder: '/cache' } },
      '/run',
      plan({ routes }),
    )[name] ?? '',
  )
}

const { alias: _alias, ...spare } = route({
  baseUrl: 'http://127.0.0.1:4010/~t2/v1',
  apiKey: 'sk-provider-t2',
  model: 'gpt-4o',
})

test.each(gateways)('%s is described without a mistake, and by its own name', (id) => {
  expect(fileGatewayAdapter({ file: definitionOf(id), env: {} }).id).toBe(id)
})

const cells = new Map(
  loadScenarios(packagePath('scenarios')).map((scenario) => {
    const ids = fillScenario(scenario).map((each) => each.id.slice(scenario.id.length + 1, -1))
    return [scenario.id, ids] as const
  }),
)

test.each(gateways)(
  'what is known of %s has a reason, is of the version that is installed, and names cases of the suite',
  (id) => {
    const { install } = readGatewayDefinition(definitionOf(id))
    const file = readBaseline(packagePath('scenarios', 'baselines', `${id}.yaml`))
    const { gateway, known } = file.baseline
    expect(gateway).toBe(id)
    expect(known.filter(({ reason }) => reason === undefined)).toEqual([])
    expect(new Set(known.flatMap(({ versions = [] }) => versions))).toEqual(
      new Set([isRecord(install) ? install['version'] : '']),
    )
    expect(known.filter(({ scenario }) => !cells.has(scenario))).toEqual([])
    expect(() => checkCells(file, cells)).not.toThrow()
  },
)

test('a route of llm-router is a provider and an alias, and its fallbacks stand behind it', () => {
  expect(written('llm-router', 'config.json', [route({ fallbacks: [spare] })])).toMatchObject({
    masterKey: 'sk-master',
    providers: [
      {
        id: 'route-1-0',
        baseUrl: 'http://127.0.0.1:4010/~t1/v1',
        apiKey: 'sk-provider-t1',
        models: [{ id: 'gpt-5.2' }],
      },
      {
        id: 'route-1-1',
        baseUrl: 'http://127.0.0.1:4010/~t2/v1',
        apiKey: 'sk-provider-t2',
        models: [{ id: 'gpt-4o' }],
      },
    ],
    modelAliases: {
      'route-1': { targets: [{ ref: 'route-1-0/gpt-5.2' }], fallbackTargets: [{ ref: 'route-1-1/gpt-4o' }] },
    },
  })
})
