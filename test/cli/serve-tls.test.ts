import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test, vi } from 'vitest'
import { mintTls } from '../../src/fake-kit/tls/mint-tls.ts'
import { startWatertight, watertight } from '../kit/cli.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'watertight-serve-tls-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const minted = mintTls(['localhost', '127.0.0.1'])
const cert = file('cert.pem', minted.cert)
const key = file('key.pem', minted.key)
const authority = file('authority.pem', minted.authority)

interface Ready {
  readonly control: string
  readonly ca?: string
  readonly providers: readonly { readonly baseUrl: string; readonly apiKey: string }[]
}

const serve = ['serve', '--provider', 'openai', '--json']

async function readyOf(command: ReturnType<typeof startWatertight>): Promise<Ready> {
  return JSON.parse(await command.line(/"event":"ready"/))
}

/** What a client of its own process gets, which trusts what the environment tells it to trust. */
async function statusFor(url: string, apiKey: string, trusted: string): Promise<string> {
  const program = `
    const reply = await fetch(${JSON.stringify(url)}, { headers: { authorization: 'Bearer ${apiKey}' } })
    console.log(reply.status)`
  const args = ['--input-type=module', '--eval', program]
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { NODE_EXTRA_CA_CERTS: trusted } })
  return stdout.trim()
}

test('--tls self prints the file that makes a client trust the fakes and the control port, and removes it', async () => {
  await using command = startWatertight([...serve, '--tls', 'self'], { env: { TMPDIR: folder } })
  const { ca = '', control, providers } = await readyOf(command)
  const { baseUrl = '', apiKey = '' } = providers[0] ?? {}
  expect(baseUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/v1$/)
  expect(await statusFor(`${baseUrl}/models`, apiKey, ca)).toBe('200')
  expect(await statusFor(`${baseUrl.replace('127.0.0.1', 'localhost')}/models`, 'sk-wrong', ca)).toBe('401')
  expect(await statusFor(`${control}/health`, '', ca)).toBe('200')
  command.signal('SIGTERM')
  expect(await command.ended).toMatchObject({ code: 0, err: '' })
  expect(existsSync(ca)).toBe(false)
})

test('for people the file stands in a line of its own', async () => {
  await using command = startWatertight(['serve', '--provider', 'openai', '--tls', 'self'], { env: { TMPDIR: folder } })
  await command.line(/^ready$/)
  expect(await command.line(/^ca /)).toMatch(/^ca +\S+\.pem$/)
})

test('a client that does not trust the certificate is told of in one line, with the way out', async () => {
  await using command = startWatertight(['serve', '--provider', 'openai', '--tls', `${cert},${key}`])
  const [, baseUrl = '', apiKey = ''] = /base URL (\S+) +API key (\S+)/.exec(await command.line(/base URL/)) ?? []
  await expect(statusFor(`${baseUrl}/models`, apiKey, '')).rejects.toThrow()
  expect(await command.line(/TLS/)).toMatch(/^openai had no TLS connection: the client .*NODE_EXTRA_CA_CERTS/)
  expect(await statusFor(`${baseUrl}/models`, apiKey, authority)).toBe('200')
})

test('--tls CERT,KEY takes files of one’s own', async () => {
  await using command = startWatertight([...serve, '--tls', `${cert},${key}`])
  const { providers, ...ready } = await readyOf(command)
  const { baseUrl = '', apiKey = '' } = providers[0] ?? {}
  expect(ready).not.toHaveProperty('ca')
  expect(await statusFor(`${baseUrl}/models`, apiKey, authority)).toBe('200')
})

test.each([
  ['E_OPTION_VALUE', 'own'],
  ['E_OPTION_VALUE', `${cert},`],
  ['E_OPTION_VALUE', `${cert},${key},${key}`],
  ['E_TLS_UNREADABLE', `${join(folder, 'missing.pem')},${key}`],
  ['E_TLS_MISMATCH', `${cert},${file('other.pem', mintTls(['localhost']).key)}`],
])('%s stops the start before anything listens: --tls %s', async (code, option) => {
  const ended = await watertight(['serve', '--tls', option])
  expect(ended).toMatchObject({ code: 2, out: '' })
  expect(ended.err).toContain(`[${code}]`)
})

test('a folder for temporary files that cannot be written is told with the way out', async () => {
  const ended = await watertight([...serve, '--tls', 'self'], { env: { TMPDIR: join(folder, 'missing') } })
  expect(ended).toMatchObject({ code: 2, out: '' })
  expect(ended.err).toMatch(/\[E_TLS_UNWRITABLE\]\n.*TMPDIR/)
})
