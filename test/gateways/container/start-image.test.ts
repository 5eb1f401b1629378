import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { checkEngine } from '../../../src/gateways/container/engine.ts'
import { versionOfImage, withPeer } from '../../../src/gateways/container/start-image.ts'
import { engineCause } from '../../../src/testcontainers/engine-cause.ts'
import { startFault } from '../../../src/testcontainers/start-fault.ts'

test.each([
  ['gateway', 'latest'],
  ['gateway:1.2.3', '1.2.3'],
  ['registry.example:5000/owner/gateway', 'latest'],
  ['registry.example:5000/owner/gateway:v2', 'v2'],
  ['gateway:1.2.3@sha256:0a1b', 'sha256:0a1b'],
])('the version of %s is %s', (image, version) => {
  expect(versionOfImage(image)).toBe(version)
})

test('without the package that starts containers, the fault says how to get it', async () => {
  const missing = Object.assign(new Error("Cannot find package 'testcontainers' imported from x.js"), {
    code: 'ERR_MODULE_NOT_FOUND',
  })
  await expect(withPeer(() => Promise.reject(missing))).rejects.toMatchObject({
    code: 'E_CONTAINER_PEER',
    hint: expect.stringContaining('npm install --save-dev testcontainers'),
    cause: missing,
  })
  const other = new Error('a mistake of ours')
  await expect(withPeer(() => Promise.reject(other))).rejects.toBe(other)
})

/** Of what an engine tells, where it is. */
function engineOn(host: string): Parameters<typeof checkEngine>[0] {
  const about = { hostIps: [], remoteSocketPath: '', indexServerAddress: '', serverVersion: 20, operatingSystem: '' }
  const size = { operatingSystemType: '', architecture: '', cpus: 1, memory: 1, runtimes: [], labels: [] }
  const node = { version: '', architecture: '', platform: '' }
  return { info: { node, containerRuntime: { host, ...about, ...size } } }
}

test('an engine of another machine is refused, because no container of it reaches the fakes', async () => {
  for (const host of ['localhost', '127.0.0.1']) await expect(checkEngine(engineOn(host))).resolves.toBeDefined()
  await expect(checkEngine(engineOn('203.0.113.7'))).rejects.toMatchObject({
    code: 'E_CONTAINER_ENGINE',
    message: expect.stringContaining('203.0.113.7'),
  })
})

const unusable = new Error('Could not find a working container runtime strategy')

test('an engine that is too old is told in its own words', async () => {
  const words = '{"message":"client version 1.32 is too new. Maximum supported API version is 1.24"}'
  const server = createServer((_request, reply) => reply.writeHead(400).end(words))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    const cause = await engineCause(unusable, { DOCKER_HOST: `tcp://127.0.0.1:${port}` })
    expect(startFault('gateway:1', cause, [], 'Pull it.')).toMatchObject({
      code: 'E_CONTAINER_ENGINE',
      message: `no container engine can be used: tcp://127.0.0.1:${port} answers 400 ${words}`,
      hint: expect.stringContaining('20.10 or newer'),
    })
  } finally {
    server.close()
  }
})

test.each([
  [
    'unix:///nowhere/engine.sock',
    /^no container engine can be used: unix:\/\/\/nowhere\/engine\.sock does not answer: /,
  ],
  ['ssh://somewhere', /^no container engine can be used: ssh:\/\/somewhere is no address that can be asked$/],
])('no engine at %s is told with the address', async (address, message) => {
  const fault = startFault('gateway:1', await engineCause(unusable, { DOCKER_HOST: address }), [], 'Pull it.')
  expect(fault).toMatchObject({ code: 'E_CONTAINER_ENGINE', message: expect.stringMatching(message) })
})

test('any other cause is passed on as it is', async () => {
  const cause = new Error('pull access denied')
  expect(await engineCause(cause, {})).toBe(cause)
})
