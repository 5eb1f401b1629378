import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GenericContainer, Network, type StartedTestContainer, Wait } from 'testcontainers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJournal } from '../../src/capture/journal/read-sqlite.ts'
import { packageVersion } from '../../src/cli/package-root.ts'
import { FakeProvidersContainer, type StartedFakeProvidersContainer } from '../../src/testcontainers/index.ts'
import { containersLeft } from './containers-left.ts'

const image = `watertight:${packageVersion()}`
const alice = { key: 'sk-alice-3f9c27ab', user_id: 'alice-8d21', email: 'alice@tenant.example' }

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watertight-network-'))
  chmodSync(folder, 0o777)
})

afterEach(async () => {
  rmSync(folder, { recursive: true })
  expect(await containersLeft()).toEqual([])
})

function gatewayConfig(fakes: StartedFakeProvidersContainer): string {
  return JSON.stringify({
    listen: { host: '0.0.0.0', port: 4000 },
    master_key: 'sk-master-77c1',
    users: [alice],
    models: [
      {
        alias: 'bridged',
        provider: 'openai',
        surface: 'responses',
        base_url: fakes.networkUrl('openai', 'bridged'),
        api_key: fakes.apiKey('openai'),
        model: 'gpt-5.2',
      },
    ],
  })
}

function gatewayContainer(fakes: StartedFakeProvidersContainer, defects: readonly string[]): GenericContainer {
  return new GenericContainer(image)
    .withCommand(['gateway', '--config', '/gateway.yaml', ...defects.flatMap((id) => ['--defect', id])])
    .withCopyContentToContainer([{ content: gatewayConfig(fakes), target: '/gateway.yaml', mode: 0o444 }])
    .withExposedPorts(4000)
    .withWaitStrategy(Wait.forLogMessage(/listening on/))
}

async function ask(gateway: StartedTestContainer): Promise<Response> {
  return await fetch(`http://${gateway.getHost()}:${gateway.getMappedPort(4000)}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${alice.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'bridged', messages: [{ role: 'user', content: 'hi' }] }),
  })
}

test.each([
  { defects: [], leaks: [] },
  { defects: ['bridge-metadata-leak'], leaks: [alice.email, alice.user_id] },
])(
  'a gateway and fakes in two containers of a network: what leaks with $defects is in the journal, read from outside',
  async (example) => {
    await using network = await new Network().start()
    await using fakes = await new FakeProvidersContainer().withNetwork(network).withJournal(folder).start()
    await fakes.script('bridged', { text: 'through two containers' })
    await using gateway = await gatewayContainer(fakes, example.defects).withNetwork(network).start()

    expect(await (await ask(gateway)).json()).toMatchObject({
      choices: [{ message: { content: 'through two containers' } }],
    })

    await fakes.waitForExchange({ case: 'bridged' })
    using journal = openJournal(join(folder, 'journal.sqlite'))
    const [exchange] = journal.exchanges()
    expect(exchange?.request.target).toBe('/~bridged/v1/responses')
    const body = Buffer.from(exchange?.request.body ?? []).toString('utf8')
    expect([alice.email, alice.user_id].filter((secret) => body.includes(secret))).toEqual(example.leaks)
  },
)
