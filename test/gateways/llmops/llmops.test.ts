import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { packagePath } from '../../../src/contract/package-path.ts'
import { installSteps } from '../../../src/gateways/install/steps.ts'
import { fileGatewayAdapter } from '../../../src/gateways/process/adapter.ts'
import { readGatewayDefinition } from '../../../src/gateways/process/definition/read-definition.ts'
import { plan, route } from '../litellm/plan.ts'

// It starts a process.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'llmops-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = packagePath('scenarios', 'gateways', 'llmops.yaml')

const packages = {
  '@llmops/gateway': "export default { fetch: () => 'Gateway' }",
  '@hono/node-server': `import { createServer } from 'node:http'
export const serve = ({ fetch, hostname, port }) =>
  createServer((_, reply) => reply.end(fetch() + ' at ' + hostname)).listen(port, hostname)`,
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

test('the library is served by a script that the recipe writes, on this machine alone', async () => {
  const { install } = readGatewayDefinition(file)
  if (typeof install !== 'object') throw new Error('it has no recipe')
  const { files } = installSteps(install, install.version, folder)
  expect(Object.keys(files)).toEqual(['serve.mjs', 'package.json'])
  for (const [path, text] of Object.entries(files)) write(path, text)
  for (const [name, text] of Object.entries(packages)) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, type: 'module', exports: './index.js' }))
    write(`node_modules/${name}/index.js`, text)
  }
  const adapter = fileGatewayAdapter({ file, installed: { version: '0.6.10', folder }, env: {} })
  await using gateway = await adapter.start(plan({}), new AbortController().signal)
  const { url, headers } = gateway.endpoint('responses', route())
  expect(await (await fetch(url)).text()).toBe('Gateway at 127.0.0.1')
  expect(JSON.parse(headers['x-llmops-config'] ?? '')).toMatchObject({ targets: [{ api_key: 'sk-provider-t1' }] })
})
