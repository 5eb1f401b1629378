import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getContainerRuntimeClient } from 'testcontainers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Exchange } from '../../src/capture/exchange.ts'
import { openJournal } from '../../src/capture/journal/read-sqlite.ts'
import { packageVersion } from '../../src/cli/package-root.ts'
import { type Ended, startWatertight } from '../kit/cli.ts'
import { containersLeft } from './containers-left.ts'

const definition = readFileSync(fileURLToPath(new URL('gateways/reference.yaml', import.meta.url)), 'utf8')
const image = `watertight:${packageVersion()}`
const metadata = 'bridge/internal-metadata'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watertight-image-'))
  file = join(folder, 'gateway.yaml')
  define()
})

afterEach(async () => {
  rmSync(folder, { recursive: true })
  expect(await containersLeft()).toEqual([])
})

/** The gateway of this test: the reference gateway, with these words of its definition replaced. */
function define(...changes: readonly (readonly [from: string, to: string])[]): void {
  const own = [['image: watertight', `image: ${image}`] as const, ...changes]
  writeFileSync(
    file,
    own.reduce((text, [from, to]) => text.replace(from, to), definition),
  )
}

function start(...args: readonly string[]) {
  const names = ['DOCKER_HOST', 'TESTCONTAINERS_RYUK_DISABLED', 'HOME']
  const env = Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
  return startWatertight(['run', '--gateway', file, '--seed', 'container', '--no-color', ...args], { env })
}

async function run(...args: readonly string[]): Promise<Ended> {
  await using command = start(...args)
  return await command.ended
}

function exchangesIn(journalFile: string): readonly Exchange[] {
  using journal = openJournal(journalFile)
  return [...journal.exchanges()]
}

test('a gateway in a container is driven like any other, and its version is the tag of its image', async () => {
  const { code, err, out } = await run(metadata)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain('8 passed, 0 failed, 0 untestable')
  expect(out).toContain(`gateway contained ${packageVersion()}`)
})

test('what a gateway in a container leaks is found', async () => {
  define(['gateway.json"]', 'gateway.json", --defect, bridge-metadata-leak]'])
  const { code, out } = await run(metadata)
  expect(code).toBe(1)
  expect(out).toMatch(/critical {2}leak\/canary-upstream/)
})

test('a container that is killed ends the run: what was recorded is told and kept, the rest is untestable', async () => {
  const journal = join(folder, 'journal.sqlite')
  await using command = start('--concurrency', '1', '--journal', journal, 'bridge/**')
  await command.line(/^\d+\/\d+ cases/)
  const { container } = await getContainerRuntimeClient()
  const [id = ''] = (await container.list()).filter(({ Image }) => Image === image).map(({ Id }) => Id)
  await container.getById(id).kill({ signal: 'SIGKILL' })
  const { code, out } = await command.ended
  expect(code).toBe(1)
  expect(out).toContain('The contained gateway was ended by SIGKILL')
  expect(out).toMatch(/^[1-9]\d* passed, [0-2] failed, [1-9]\d* untestable/m)
  expect(exchangesIn(journal).filter(({ reply }) => reply?.end === 'complete').length).toBeGreaterThanOrEqual(2)
})

test('a gateway whose clock is wrong changes no time in the journal: both hops are timed here, by one clock', async () => {
  const journal = join(folder, 'journal.sqlite')
  const nextYear = "'--import=data:text/javascript,const{now}=Date;Date.now=()=>now()+31536e6'"
  define(['ready:', `environment: { NODE_OPTIONS: ${nextYear} }\nready:`])
  expect(await run('--journal', journal, metadata)).toMatchObject({ code: 0 })
  const exchanges = exchangesIn(journal)
  const clients = exchanges.filter(({ hop }) => hop === 'client')
  expect(clients).toHaveLength(8)
  for (const client of clients) {
    const [upstream] = exchanges.filter(({ hop, token }) => hop === 'upstream' && token === client.token)
    expect(upstream?.startedAt).toBeGreaterThan(client.startedAt)
    expect(upstream?.startedAt).toBeLessThan(client.startedAt + (client.reply?.frames.at(-1)?.at ?? 0))
  }
})

test('an interrupted run leaves no container', async () => {
  await using command = start('--concurrency', '1', 'bridge/**')
  await command.line(/^\d+\/\d+ cases/)
  command.signal('SIGINT')
  expect(await command.ended).toMatchObject({ code: 130 })
})

test.each([
  {
    what: 'an image that is nowhere',
    change: [`image: ${image}`, 'image: watertight:of-no-version'],
    code: 'E_CONTAINER_IMAGE',
    says: 'Pull it with docker pull watertight:of-no-version, or build it.',
  },
  {
    what: 'a gateway that ends before it is ready',
    change: ['gateway.json"]', 'nowhere.json"]'],
    code: 'E_GATEWAY_DIED',
    says: 'ended with exit code 2 before it was ready. Its last lines:\n  watertight: ',
  },
  {
    what: 'a gateway that is never ready',
    change: ['ready: { path: /health, matches: \'"status": ?"ok"\' }', 'ready: { path: /nowhere, within-seconds: 3 }'],
    code: 'E_GATEWAY_NOT_READY',
    says: 'did not answer 200 at http://127.0.0.1:',
  },
  {
    what: 'a program that the image does not have',
    change: ['command: [gateway', 'command: [gatewai'],
    code: 'E_GATEWAY_DIED',
    says: 'Did you mean watertight gateway?',
  },
] as const)('$what is a fault with a way out, and no container is left', async ({ change, code, says }) => {
  define(change)
  const ended = await run(metadata)
  expect(ended.err).toContain(`[${code}]`)
  expect(ended.err).toContain(says)
  expect(ended.code).toBe(2)
})

test('a port that is taken is a fault before there is a container', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    define(['ready:', `port: ${port}\nready:`])
    const { code, err } = await run(metadata)
    expect(err).toContain(`port ${port} of 127.0.0.1 is not free for the gateway`)
    expect(code).toBe(2)
  } finally {
    server.close()
  }
})
