import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { packagePath } from '../../../src/contract/package-path.ts'
import type { PlannedRoute } from '../../../src/gateways/adapter.ts'
import { fileGatewayAdapter } from '../../../src/gateways/process/adapter.ts'
import { plan, route } from '../litellm/plan.ts'

// Each starts a process.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'portkey-'))
afterAll(() => rmSync(folder, { recursive: true }))
const build = join(folder, 'node_modules', '@portkey-ai', 'gateway', 'build')
mkdirSync(build, { recursive: true })
// Listens as Portkey does: on a port, and nothing is said of an address.
writeFileSync(
  join(build, 'start-server.js'),
  `const port = Number(process.argv.find((word) => word.startsWith('--port=')).slice(7))
const server = require('node:http').createServer((_, reply) => reply.end('AI Gateway at ' + server.address().address))
server.listen(port)`,
)
const adapter = fileGatewayAdapter({
  file: packagePath('scenarios', 'gateways', 'portkey.yaml'),
  installed: { version: '1.15.2', folder },
  env: {},
})

/** What the header says of this route. */
async function configOf(planned: PlannedRoute): Promise<unknown> {
  await using gateway = await adapter.start(plan({ routes: [planned] }), new AbortController().signal)
  const { url, model, headers } = gateway.endpoint(planned.client, planned)
  expect({ path: new URL(url).pathname, model }).toEqual({ path: '/v1/chat/completions', model: planned.model })
  return JSON.parse(headers['x-portkey-config'] ?? '')
}

test('it is started on this machine alone, and its version is that of its folder', async () => {
  await using gateway = await adapter.start(plan({}), new AbortController().signal)
  const { origin } = new URL(gateway.endpoint('responses', route()).url)
  expect(await (await fetch(origin)).text()).toBe('AI Gateway at 127.0.0.1')
  expect(gateway.version).toBe('1.15.2')
})

test('a route is a target of the header: where, with which key, how often, and with which headers of the client', async () => {
  const config = await configOf(route({ retries: 2, forwardHeaders: ['x-trace'] }))
  expect(config).toMatchObject({
    retry: { attempts: 2 },
    forward_headers: ['x-trace'],
    targets: [{ provider: 'openai', api_key: 'sk-provider-t1', custom_host: 'http://127.0.0.1:4010/~t1/v1' }],
  })
})

test('a fallback is a further target, with a model of its own', async () => {
  const { alias: _, ...spare } = route({ model: 'gpt-4o', apiKey: 'sk-spare', baseUrl: 'http://127.0.0.1:4010/~t2/v1' })
  expect(await configOf(route({ fallbacks: [spare] }))).toMatchObject({
    targets: [
      { api_key: 'sk-provider-t1' },
      { api_key: 'sk-spare', custom_host: spare.baseUrl, override_params: { model: 'gpt-4o' } },
    ],
  })
})

test.each([
  ['with a date', { apiVersion: '2024-10-21' }, '2024-10-21'],
  ['without', {}, 'v1'],
])('a deployment of Azure is called by its name, %s', async (_, changes, version) => {
  const azure = { provider: 'azure-openai', model: 'mine', baseUrl: 'http://127.0.0.1:4020/~t1', ...changes } as const
  expect(await configOf(route(azure))).toMatchObject({
    targets: [
      {
        provider: 'azure-openai',
        custom_host: 'http://127.0.0.1:4020/~t1/openai',
        deployment_id: 'mine',
        api_version: version,
      },
    ],
  })
})
