import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { startWatertight, watertight } from '../kit/cli.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'watertight-'))
afterAll(() => rmSync(folder, { recursive: true }))

const config = join(folder, 'gateway.yaml')
writeFileSync(
  config,
  `listen: { port: 0 }
master_key: env:GATEWAY_MASTER_KEY
models:
  - { alias: demo, provider: openai, surface: responses, base_url: http://127.0.0.1:1/v1, api_key: sk-none, model: gpt-5.2 }
`,
)
const env = { GATEWAY_MASTER_KEY: 'sk-master' }

test('the reference gateway serves its configuration until it is ended', async () => {
  await using command = startWatertight(['gateway', '--config', config], { env })
  const url = (await command.line(/^listening on /)).slice('listening on '.length)
  const headers = { authorization: 'Bearer sk-master', connection: 'close' }
  const models = await fetch(`${url}/v1/models`, { headers })
  expect(await models.json()).toMatchObject({ data: [{ id: 'demo' }] })
  command.signal('SIGTERM')
  expect(await command.ended).toMatchObject({ code: 0, err: '' })
  await expect(fetch(`${url}/v1/models`, { headers })).rejects.toThrow('fetch failed')
})

test('a key that the environment lacks is told with its place', async () => {
  const { code, err } = await watertight(['gateway', '--config', config])
  expect(code).toBe(2)
  expect(err).toMatch(/gateway\.yaml:2:\d+: environment variable GATEWAY_MASTER_KEY is not set/)
})

test('a defect that does not exist is told with the nearest that does', async () => {
  const { code, err } = await watertight(['gateway', '--config', config, '--defect', 'splits-utf9'], { env })
  expect(code).toBe(2)
  expect(err).toContain('splits-utf8')
})
