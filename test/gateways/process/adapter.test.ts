// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of templates look like that
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fileGatewayAdapter } from '../../../src/gateways/process/adapter.ts'
import { freePort } from '../../../src/gateways/process/free-port.ts'
import { driveSuite, trippedBy } from '../../suite/drive.ts'
import { env, tinyFile, tinyGateway } from './tiny/file.ts'

let temporary: string

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'gateways-'))
  vi.stubEnv('TMPDIR', temporary)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(temporary, { recursive: true })
})

const never = new AbortController().signal
const noPlan = { routes: [], users: [], masterKey: 'sk-operator' }
const patterns = ['chat/sampling', 'chat/tool-call-reply', 'stream/split-characters', 'leak/identity']

test('a gateway of which we know nothing but its file passes what it claims', async () => {
  using adapter = tinyGateway()
  const report = await driveSuite({ adapter, patterns })
  expect(report.gateway).toMatchObject({ id: 'tiny', version: '0.9.1' })
  expect(report.cases.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(10)
  expect(trippedBy(report)).toEqual(new Set())
})

test('a gateway whose routes are called by more than their alias is called so', async () => {
  using adapter = tinyGateway({
    '$key: ${route.alias}': '$key: ${route.alias},${route.model}',
    'ready:': "model: '${route.alias},${route.model}'\nready:",
  })
  const report = await driveSuite({ adapter, patterns: ['chat/sampling'] })
  expect(report.counts.passed).toBeGreaterThan(0)
  expect(trippedBy(report)).toEqual(new Set())
})

test('what it leaks is found', async () => {
  using adapter = tinyGateway({ 'ready:': 'environment: { LEAK: "yes" }\nready:' })
  const report = await driveSuite({ adapter, patterns: ['chat/sampling'] })
  expect(trippedBy(report)).toEqual(new Set(['leak/canary-upstream', 'account/no-unaccounted-field']))
})

test('what its file documents is no finding of the account', async () => {
  const documented = '{ field: /user, kind: addition, reason: it is said, link: "https://example.com" }'
  using adapter = tinyGateway({ 'ready:': `environment: { LEAK: "yes" }\ndocumented: [${documented}]\nready:` })
  const report = await driveSuite({ adapter, patterns: ['chat/sampling'] })
  expect(trippedBy(report)).toEqual(new Set(['leak/canary-upstream']))
})

test('a program that is given instead of that of the file is the one that is started', async () => {
  const adapter = fileGatewayAdapter({ file: tinyFile, executable: '/nowhere/node', env })
  await expect(adapter.start(noPlan, never)).rejects.toMatchObject({
    code: 'E_GATEWAY_NOT_FOUND',
    message: expect.stringContaining('/nowhere/node'),
    hint: expect.stringContaining('--executable'),
  })
})

test.each([
  ['a program that is missing', { '[node,': '[no-such-program,' }, 'E_GATEWAY_NOT_FOUND', /no-such-program is missing/],
  ['a program beside the file', { '[node,': '[./node,' }, 'E_GATEWAY_NOT_FOUND', /tiny-gateway-\w+\/node is missing/],
  ['one that dies', { '/conf/config.json"]': '/conf/nothing.json"]' }, 'E_GATEWAY_DIED', /exit code 1.*nothing\.json/s],
  [
    'a page instead of an answer',
    { 'path: /health, matches: \'"state"': 'path: /, matches: \'"state"', 'seconds: 20': 'seconds: 2' },
    'E_GATEWAY_NOT_READY',
    /did not answer 200 and a body that fits .* It answered 200 text\/html "<!doctype html><p>Hi"/,
  ],
  [
    'a status that is never given',
    { 'ready: { path: /health,': 'ready: { path: /health, status: 204,', 'seconds: 20': 'seconds: 2' },
    'E_GATEWAY_NOT_READY',
    /did not answer 204 .* It answered 200/,
  ],
  [
    'a version that is not accepted',
    { '([^"]+)"\'': '([^"]+)"\', accepts: ^1\\.' },
    'E_GATEWAY_VERSION',
    /^Tiny is 0\.9\.1, which does not fit \^1/,
  ],
  [
    'a version that is not told',
    { '"version":"': '"release":"' },
    'E_GATEWAY_VERSION',
    /It says:\n {2}\{"state":"ready"/,
  ],
  [
    'a version of a command that is not told',
    { 'version: { path: /health,': 'version: { command: [node, -v],' },
    'E_GATEWAY_VERSION',
    /It says:\n {2}v2\d/,
  ],
])('%s is told, and nothing is left behind', async (_, changes, code, message) => {
  using adapter = tinyGateway(changes)
  await expect(adapter.start(noPlan, never)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  expect(leftovers()).toEqual([])
})

test('a version that a command tells is known before anything is started', async () => {
  const version = 'version: { path: /health, matches: \'"version":"([^"]+)"\' }'
  using adapter = tinyGateway({ [version]: 'version: { command: [node, -v], matches: v(.*), accepts: ^1\\. }' })
  await expect(adapter.start(noPlan, never)).rejects.toMatchObject({
    code: 'E_GATEWAY_VERSION',
    message: `Tiny is ${process.versions.node}, which does not fit ^1\\.`,
  })
})

test('a port that it has to have and that is taken is told', async () => {
  const holder = createServer().listen(await freePort(), '127.0.0.1')
  await once(holder, 'listening')
  const address = holder.address()
  const port = typeof address === 'object' ? address?.port : undefined
  using adapter = tinyGateway({ 'ready:': `port: ${port}\nready:` })
  await expect(adapter.start(noPlan, never)).rejects.toMatchObject({
    code: 'E_GATEWAY_PORT',
    message: `port ${port} of 127.0.0.1 is not free for the gateway`,
  })
  holder.close()
})

test('a start that is called off ends at once, with nothing left behind', async () => {
  using adapter = tinyGateway({ 'path: /health, matches': 'path: /never, matches' })
  const over = new AbortController()
  const started = adapter.start(noPlan, over.signal)
  setImmediate(() => over.abort(new Error('enough')))
  await expect(started).rejects.toThrow('enough')
  expect(leftovers()).toEqual([])
})

/** Directories of gateways, all of which have to go again. */
function leftovers(): readonly string[] {
  return readdirSync(temporary).filter((name) => name.startsWith('watertight-'))
}
