import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { startWatertight, watertight } from '../kit/cli.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 60_000 })

const cache = mkdtempSync(join(tmpdir(), 'gateways-'))
afterAll(() => rmSync(cache, { recursive: true }))
mkdirSync(join(cache, 'portkey', '1.2.3'), { recursive: true })
mkdirSync(join(cache, 'portkey', '.making-1'), { recursive: true })

test('gateways are listed with what they claim, what is installed of them, and how to get them', async () => {
  const { code, out } = await watertight(['gateways', 'list', '--cache', cache, '--json'])
  expect(code).toBe(0)
  const listed: readonly Readonly<Record<string, unknown>>[] = JSON.parse(out)
  expect(listed.find(({ id }) => id === 'portkey')).toMatchObject({
    features: expect.arrayContaining(['surface:chat-completions']),
    installed: [{ version: '1.2.3', folder: join(cache, 'portkey', '1.2.3') }],
    install: `watertight gateways install portkey --cache ${cache}`,
  })
  expect(listed.find(({ id }) => id === 'nginx')).toMatchObject({
    installed: [],
    install: expect.stringContaining('apt-get install nginx-light'),
  })
  const short = await watertight(['list', 'gateways', '--json'])
  expect(JSON.parse(short.out)).toEqual(listed.map(({ id, title, features }) => ({ id, title, features })))
})

test('a gateway is listed under its own id, wherever its file lies', async () => {
  const { file } = ownGateway('exit 0')
  const { out } = await watertight(['gateways', 'list', file, '--cache', cache, '--json'])
  expect(JSON.parse(out)).toMatchObject([
    { id: 'own', install: `watertight gateways install ${file} --cache ${cache}` },
  ])
})

test('one gateway is listed for people', async () => {
  const { out } = await watertight(['gateways', 'list', 'portkey', '--cache', cache])
  expect(out).toMatch(/^portkey {2}.*\n {2}claims {5}.*\n {2}installed {2}1\.2\.3 {2}\//)
})

test.each([
  [
    'a version that is not there',
    ['--gateway', 'portkey@9.9.9'],
    'portkey 9.9.9 is not installed',
    `watertight gateways install portkey@9.9.9 --cache ${cache}\`. Installed are: 1.2.3.`,
  ],
  ['the version of the recipe', ['--gateway', 'portkey'], 'is not installed', 'Installed are: 1.2.3.'],
  [
    'a version of LiteLLM',
    ['--gateway', 'litellm@1.80.0'],
    'litellm 1.80.0 is not installed',
    'install litellm@1.80.0',
  ],
  [
    'no exact version',
    ['--gateway', 'litellm@latest'],
    'litellm@latest names no exact version',
    'such as litellm@1.2.3',
  ],
  [
    'a version of what is bundled',
    ['--gateway', 'reference@1.0.0'],
    'installs no reference',
    'run --gateway reference.',
  ],
  ['what nobody can choose', ['--gateway', 'nginx@1.22.1'], 'installs no nginx', 'apt-get install nginx-light'],
])('a run with %s ends with 2 and the command that installs it', async (_, args, told, wayOut) => {
  const { code, err } = await watertight(['run', ...args, '--cache', cache, 'chat/sampling'])
  expect(code).toBe(2)
  expect(err).toContain(told)
  expect(err).toContain(wayOut)
})

test.each([
  ['nothing', [], 'there is nothing to install'],
  ['what is to be told in JSON', ['portkey', '--json'], 'write watertight gateways list --json'],
  ['a gateway nobody knows', ['portkye'], 'Did you mean portkey?'],
  ['what comes from elsewhere', ['nginx'], 'apt-get install nginx-light'],
  ['a malicious upload', ['litellm@1.82.7'], 'litellm 1.82.7 is not installed: it was a malicious upload'],
])('%s is not installed, and the message says why', async (_, names, told) => {
  const { code, err } = await watertight(['gateways', 'install', ...names, '--cache', cache])
  expect(code).toBe(2)
  expect(err).toContain(told)
})

/** A gateway from npm, and an npm that does this. */
function ownGateway(script: string): { readonly file: string; readonly env: { readonly PATH: string } } {
  const folder = mkdtempSync(join(cache, '.own-'))
  const file = join(folder, 'own.yaml')
  writeFileSync(
    file,
    `id: own
command: ["\${installed}/own"]
install: { kind: npm, package: own, version: 1.0.0 }
ready: { path: / }
endpoints: { responses: "\${origin}/" }
features: [surface:responses]
`,
  )
  writeFileSync(join(folder, 'npm'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return { file, env: { PATH: `${folder}:${process.env['PATH']}` } }
}

test('what is installed is told with its folder and the command that puts it to the test', async () => {
  const { file, env } = ownGateway('exit 0')
  const { code, out } = await watertight(['gateways', 'install', file, '--cache', cache], { env })
  const folder = join(cache, 'own', '1.0.0')
  expect(code).toBe(0)
  expect(out).toMatch(new RegExp(`^installing own 1\\.0\\.0 with npm\nown 1\\.0\\.0 took \\d+ s: ${folder}\n`))
  expect(out).toContain(`  watertight run --gateway ${file}@1.0.0 --cache ${cache}\n`)
})

test('an installation that is interrupted says so, and has no name', async () => {
  const { file, env } = ownGateway('echo $$ > pid; exec sleep 600')
  mkdirSync(join(cache, 'own'), { recursive: true })
  await using command = startWatertight(['gateways', 'install', `${file}@2.0.0`, '--cache', cache], { env })
  const making = () => readdirSync(join(cache, 'own')).find((name) => existsSync(join(cache, 'own', name, 'pid')))
  await command.line(/^installing own 2\.0\.0/)
  await vi.waitUntil(() => making() !== undefined, { timeout: 30_000, interval: 20 })
  command.signal('SIGINT')
  const { code, err } = await command.ended
  expect({ code, err }).toEqual({ code: 130, err: expect.stringContaining('nothing is left of it') })
  expect(readdirSync(join(cache, 'own'))).not.toContain('2.0.0')
  expect(making()).toBeUndefined()
})
