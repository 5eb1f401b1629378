import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { openJournal } from '../../src/capture/journal/read-sqlite.ts'
import { createControlClient } from '../../src/fake-kit/control/client.ts'
import { startWatertight, watertight } from '../kit/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'watertight-serve-'))
const chat = { model: 'gpt-5.2', messages: [{ role: 'user', content: 'hi' }] }

afterAll(() => rmSync(folder, { recursive: true }))

interface Ready {
  readonly control: string
  readonly journal: string
  readonly providers: readonly { readonly id: string; readonly baseUrl: string; readonly apiKey: string }[]
}

async function readyOf(command: ReturnType<typeof startWatertight>): Promise<Ready> {
  return JSON.parse(await command.line(/"event":"ready"/))
}

async function say(base: string, key: string): Promise<string> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', connection: 'close' }
  const reply = await fetch(`${base}/chat/completions`, { method: 'POST', headers, body: JSON.stringify(chat) })
  return await reply.text()
}

test('serve prints a control port, by which a case is opened, scripted and read', async () => {
  await using command = startWatertight(['serve', '--provider', 'openai', '--json'])
  const client = createControlClient((await readyOf(command)).control)
  const { token, key, baseUrls } = await client.openCase()
  await client.script(token, { turns: [{ text: 'as scripted' }] })
  expect(await say(baseUrls['openai'] ?? '', key)).toContain('as scripted')
  const { exchanges } = await client.wait({ case: token })
  expect(JSON.parse(String(exchanges[0]?.request.body))).toEqual(chat)
})

test('for people the control port stands in a line of its own before "ready"', async () => {
  await using command = startWatertight(['serve', '--provider', 'openai'])
  await command.line(/^ready$/)
  const line = await command.line(/^control /)
  expect(line).toMatch(/^control +http:\/\/127\.0\.0\.1:\d+$/)
})

test('without a control port there is none', async () => {
  await using command = startWatertight(['serve', '--json', '--no-control'])
  expect(await readyOf(command)).not.toHaveProperty('control')
  const both = await watertight(['serve', '--no-control', '--control-port', '0'])
  expect(both.code).toBe(2)
  expect(both.err).toContain('--control-port and --no-control contradict each other [E_OPTION_VALUE]')
})

test('every exchange is in the journal file when its client has read the answer, also after a kill', async () => {
  const path = join(folder, 'kept.sqlite')
  await using command = startWatertight(['serve', '--provider', 'openai', '--json', '--journal', path])
  const { control, journal, providers } = await readyOf(command)
  expect(journal).toBe(path)
  await say(providers[0]?.baseUrl ?? '', providers[0]?.apiKey ?? '')
  await createControlClient(control).wait()
  command.signal('SIGKILL')
  await command.ended
  using stored = openJournal(path)
  expect([...stored.exchanges()]).toMatchObject([{ provider: 'openai', reply: { status: 200, end: 'complete' } }])
})

test('a journal file that cannot be written ends the command with a fault', async () => {
  const path = join(folder, 'locked.sqlite')
  await using command = startWatertight(['serve', '--provider', 'openai', '--json', '--journal', path])
  const { providers } = await readyOf(command)
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')
  await say(providers[0]?.baseUrl ?? '', providers[0]?.apiKey ?? '').catch(() => {})
  const { code, err } = await command.ended
  other.close()
  expect(code).toBe(2)
  expect(err).toContain('locked by another program [E_JOURNAL_LOCKED]')
})

test('a journal file in a folder that does not exist stops the start', async () => {
  const { code, err, out } = await watertight(['serve', '--journal', join(folder, 'missing', 'j.sqlite')])
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain('[E_JOURNAL_UNOPENABLE]')
})
