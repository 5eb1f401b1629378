import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getContainerRuntimeClient } from 'testcontainers'
import { afterEach, expect, test } from 'vitest'
import { openJournal } from '../../src/capture/journal/read-sqlite.ts'
import { FakeProvidersContainer, type StartedFakeProvidersContainer } from '../../src/testcontainers/index.ts'
import { containersLeft } from './containers-left.ts'

const chat = { model: 'gpt-5.2', messages: [{ role: 'user', content: 'hi' }] }

async function post(fakes: StartedFakeProvidersContainer, name: string, body: unknown): Promise<Response> {
  return await fetch(`${fakes.baseUrl('openai', name)}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${fakes.apiKey('openai')}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

afterEach(async () => {
  expect(await containersLeft()).toEqual([])
})

test('the fakes answer as scripted, refuse in the words of the provider, and tell what arrived', async () => {
  const lines: string[] = []
  await using fakes = await new FakeProvidersContainer().withOutput((line) => lines.push(line)).start()

  await fakes.script('mine', { text: 'as scripted' })
  expect(await (await post(fakes, 'mine', chat)).json()).toMatchObject({
    choices: [{ message: { content: 'as scripted' } }],
  })
  const exchange = await fakes.waitForExchange({ case: 'mine' })
  expect(JSON.parse(String(exchange.request.body))).toEqual(chat)
  await fakes.expectClean('mine')

  const refused = await post(fakes, 'mine', { ...chat, metadta: {} })
  expect({ status: refused.status, body: await refused.json() }).toMatchObject({
    status: 400,
    body: { error: { param: 'metadta', code: 'unknown_parameter' } },
  })
  await expect(fakes.expectClean('mine')).rejects.toMatchObject({
    code: 'E_CONTAINER_NOT_CLEAN',
    message: expect.stringContaining(
      'openai refused POST /~mine/v1/chat/completions at /metadta: 400 Unknown parameter',
    ),
  })
  await expect.poll(() => lines.some((line) => line.includes('"event":"refused"'))).toBe(true)

  await fakes.reset()
  expect(await fakes.exchanges()).toEqual([])
  expect(await (await post(fakes, 'mine', chat)).text()).not.toContain('as scripted')
})

test('level, relaxed rules, limits and the choice of providers hold from the start on', async () => {
  await using fakes = await new FakeProvidersContainer()
    .withProviders('openai')
    .withRelaxedRule('openai/unknown-parameter', 'the test says so')
    .withRateLimits('openai', [{ of: 'requests', limit: 2, windowMs: 60_000 }])
    .start()
  await fakes.script('a', { text: 'one' })
  const statuses = []
  for (const body of [{ ...chat, metadta: {} }, chat, chat]) statuses.push((await post(fakes, 'a', body)).status)
  expect(statuses).toEqual([200, 200, 429])
  expect(() => fakes.baseUrl('codex')).toThrow(expect.objectContaining({ code: 'E_PROVIDER_NOT_SERVED' }))
})

test('a request that does not come is said, with what came instead', async () => {
  await using fakes = await new FakeProvidersContainer().withLevel('observe').start()
  await fakes.script('one', {})
  await post(fakes, 'one', chat)
  await expect(fakes.waitForExchange({ case: 'one', verdict: 'refused', timeout: 100 })).rejects.toMatchObject({
    code: 'E_CONTAINER_NO_EXCHANGE',
    hint: expect.stringContaining('one /~one/v1/chat/completions'),
  })
})

test('an unknown rule is a fault with the nearest one, and no container is left', async () => {
  await expect(
    new FakeProvidersContainer().withRelaxedRule('openai/unknown-paramter', 'a slip').start(),
  ).rejects.toMatchObject({ code: 'E_RULE_UNKNOWN', hint: expect.stringContaining('openai/unknown-parameter') })
})

test('an image that is not there is a fault that says how to make it', async () => {
  await expect(new FakeProvidersContainer('watertight:of-no-version').start()).rejects.toMatchObject({
    code: 'E_CONTAINER_IMAGE',
    hint: expect.stringContaining('docker build'),
  })
})

test('a port that is taken is a fault, and no container is left', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    await expect(
      new FakeProvidersContainer().withExposedPorts({ container: 4000, host: port }).start(),
    ).rejects.toMatchObject({ code: 'E_CONTAINER_PORT' })
  } finally {
    server.close()
  }
})

test('a journal is written to the folder of the host, and is whole when the container is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-container-'))
  chmodSync(folder, 0o777)
  try {
    await using fakes = await new FakeProvidersContainer().withJournal(folder).start()
    await fakes.script('kept', { text: 'kept' })
    await (await post(fakes, 'kept', chat)).text()
    await fakes.waitForExchange({ case: 'kept' })
    const { container } = await getContainerRuntimeClient()
    await container.getById(fakes.getId()).kill({ signal: 'SIGKILL' })
    await expect(fakes.exchanges()).rejects.toMatchObject({ code: 'E_CONTROL_UNREACHABLE' })
    using journal = openJournal(join(folder, 'journal.sqlite'))
    expect([...journal.exchanges()].map(({ reply }) => reply?.status)).toEqual([200])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/** Mounted for reading alone. */
class ReadOnlyJournal extends FakeProvidersContainer {
  override async start(): Promise<StartedFakeProvidersContainer> {
    this.hostConfig.Binds = (this.hostConfig.Binds ?? []).map((bind) => bind.replace(/:rw$/, ':ro'))
    return await super.start()
  }
}

test('a journal on a volume that is mounted read-only is a fault in the words of the fakes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-container-'))
  chmodSync(folder, 0o777)
  try {
    await expect(new ReadOnlyJournal().withJournal(folder).start()).rejects.toMatchObject({
      code: 'E_CONTAINER_NOT_READY',
      message: expect.stringMatching(/E_JOURNAL_\w+/),
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a journal on a volume that cannot be written is a fault in the words of the fakes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-container-'))
  chmodSync(folder, 0o555)
  try {
    await expect(new FakeProvidersContainer().withJournal(folder).start()).rejects.toMatchObject({
      code: 'E_CONTAINER_NOT_READY',
      message: expect.stringMatching(/E_JOURNAL_\w+/),
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
