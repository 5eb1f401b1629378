import { getContainerRuntimeClient } from 'testcontainers'
import { expect, test } from 'vitest'
import { packageVersion } from '../../src/cli/package-root.ts'
import { FakeProvidersContainer } from '../../src/testcontainers/index.ts'

const image = `watertight:${packageVersion()}`

async function inspected() {
  const { container } = await getContainerRuntimeClient()
  return await container.dockerode.getImage(image).inspect()
}

test('the image says what it is, and its size', async () => {
  const { Config, Size } = await inspected()
  process.stdout.write(`${image} ${Math.round(Size / 1e6)} MB\n`)
  expect(Config.Labels).toEqual({
    'org.opencontainers.image.title': 'watertight',
    'org.opencontainers.image.description': expect.any(String),
    'org.opencontainers.image.version': packageVersion(),
    'org.opencontainers.image.licenses': 'MIT',
  })
  expect(Config.User).toBe('10001:10001')
  expect(Size).toBeLessThan(300e6)
})

/** From the creation of the container to its first word that it is ready, in milliseconds. */
async function readyAfter(): Promise<number> {
  const from = performance.now()
  const { promise, resolve } = Promise.withResolvers<number>()
  const fakes = new FakeProvidersContainer().withOutput(() => resolve(performance.now() - from))
  await using started = await fakes.start()
  expect(started.getId()).not.toBe('')
  return await promise
}

test('it is ready as soon as it says so, and how long that takes is told', async () => {
  // Nothing is demanded of the time: it is the machine's as much as ours.
  const times = [await readyAfter(), await readyAfter(), await readyAfter()].map(Math.round)
  process.stdout.write(`${image} ready ${Math.min(...times)} ms after it is asked for (${times.join(', ')})\n`)
})

test('nothing is written below its root, nobody of the host runs it, and it knows whether it is well', async () => {
  await using fakes = await new FakeProvidersContainer().start()
  const { container } = await getContainerRuntimeClient()
  const { Config, HostConfig } = await container.getById(fakes.getId()).inspect()
  expect(HostConfig.ReadonlyRootfs).toBe(true)
  expect(HostConfig.Privileged).toBe(false)
  expect(Config.Healthcheck?.Test).toEqual(['CMD', 'node', '/app/dist/src/cli/health.js'])
  const who = await fakes.exec(['node', '-p', 'process.getuid()'])
  expect(who.output.trim()).toBe('10001')
  expect(await fakes.exec(['node', '/app/dist/src/cli/health.js'])).toMatchObject({ exitCode: 0 })
  const ill = await fakes.exec(['node', '/app/dist/src/cli/health.js'], { env: { WATERTIGHT_CONTROL_PORT: '4999' } })
  expect(ill).toMatchObject({ exitCode: 1, output: expect.stringContaining('nothing answers') })
})
