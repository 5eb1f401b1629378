import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as library from 'watertight'
import manifest from 'watertight/package.json' with { type: 'json' }
import schema from 'watertight/scenario.schema.json' with { type: 'json' }
import * as testcontainers from 'watertight/testcontainers'
import * as vitest from 'watertight/vitest'
import list from './exports.json' with { type: 'json' }

const { Fault, fakes, fileGatewayAdapter, Journal, loadContracts, packagePath, referenceAdapter, startFakes } = library
const { FakeProvidersContainer } = testcontainers
const { matchers, scenarios } = vitest

expect.extend(matchers)

scenarios({ gateway: referenceAdapter({ defects: [] }), files: 'bridge/internal-metadata' })

test('the fakes start in ten lines, and what was recorded can be asserted', async () => {
  const journal = new Journal()
  const contracts = loadContracts(packagePath('contracts'))
  await using running = await startFakes({ definitions: fakes, contracts, journal })
  running.allowKey('openai', 'sk-mine', 'mine')
  running.script('mine', 0, [{ text: 'hello' }])
  const headers = { authorization: 'Bearer sk-mine', 'content-type': 'application/json' }
  const body = JSON.stringify({ model: 'gpt-5.2', input: 'hi', metadata: { a: 'b' } })
  const reply = await fetch(`${running.baseUrl('openai', 'mine')}/responses`, { method: 'POST', headers, body })
  expect(await reply.text()).toContain('hello')
  const [exchange] = journal.exchanges({ token: 'mine' })
  expect(exchange).toBeAcceptedBy('openai')
  expect(exchange).not.toBeAcceptedBy('codex')
})

test('the container is at hand, and its image has the version of the package', async () => {
  const none = new FakeProvidersContainer('watertight:of-no-version').withLevel('observe').start()
  await expect(none).rejects.toMatchObject({ code: expect.stringMatching(/^E_CONTAINER_(?:ENGINE|IMAGE)$/) })
})

test('the package exports what the list names, and its data are where it says', () => {
  const found = { '.': library, './testcontainers': testcontainers, './vitest': vitest }
  const names = Object.entries(found).map(([path, module]) => [path, Object.keys(module).toSorted()])
  expect(Object.fromEntries(names)).toEqual(list)
  expect(Object.keys(manifest.exports)).toEqual([...Object.keys(list), './package.json', './scenario.schema.json'])
  expect(schema.properties).toHaveProperty('steps')
  expect(existsSync(packagePath('contracts', 'openai', 'responses.yaml'))).toBe(true)
})

test('a gateway of ones own is a file, and what is wrong with it is a fault with a way out', () => {
  const file = packagePath('scenarios', 'gateways', 'nginx.yaml')
  expect(fileGatewayAdapter({ file, env: {} })).toMatchObject({ id: 'nginx' })
  expect(() => fileGatewayAdapter({ file: 'nowhere.yaml', env: {} })).toThrow(Fault)
})
