// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of templates look like that
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Ended, watertight } from '../../kit/cli.ts'
import { isRunning } from './running.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 120_000 })

const child = fileURLToPath(new URL('child.ts', import.meta.url))
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'command-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

test.each([
  [
    'a program that is missing',
    'no-such-gateway',
    'serves',
    'E_GATEWAY_NOT_FOUND',
    /no-such-gateway is missing.*\n {2}Get it/,
  ],
  [
    'one that dies',
    'node',
    'dies',
    'E_GATEWAY_DIED',
    /exit code 7.*Its last lines:\n {2}cannot read the configuration/,
  ],
])('a run with %s ends with exit code 2, says why, and leaves nothing', async (_, program, behaviour, code, words) => {
  const ended = await run(program, behaviour)
  expect(ended).toMatchObject({ code: 2, err: expect.stringContaining(`[${code}]`) })
  expect(ended.err).toMatch(words)
  expect(readdirSync(folder).filter((name) => name.startsWith('watertight-'))).toEqual([])
  for (const pid of pids()) expect(isRunning(pid)).toBe(false)
})

test('a run whose gateway dies in the middle ends with exit code 1, says so, and leaves nothing', async () => {
  const ended = await run('node', 'dies-when-called')
  expect(ended.code).toBe(1)
  expect(ended.out).toMatch(/The run is not whole \(example ended with exit code 9, after "no more"\)/)
  expect(ended.out).toMatch(/untestable {2}run\/complete/)
  expect(readdirSync(folder).filter((name) => name.startsWith('watertight-'))).toEqual([])
})

async function run(program: string, behaviour: string): Promise<Ended> {
  const file = join(folder, 'gateway.yaml')
  const definition = {
    id: 'example',
    command: [program, child, behaviour, '${port}'],
    install: 'Get it somewhere.',
    environment: { PID_FILE: join(folder, 'pid') },
    ready: { path: '/ready', 'within-seconds': 3 },
    endpoints: { 'chat-completions': '${origin}/v1/chat/completions' },
    features: ['surface:chat-completions', 'provider:openai', 'stream'],
  }
  writeFileSync(file, JSON.stringify(definition))
  const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, TMPDIR: folder }
  return await watertight(['run', '--gateway', file, 'chat/unknown-fields', '--concurrency', '1'], { env })
}

/** Of the gateway, where it got as far as being one. */
function pids(): readonly number[] {
  return readdirSync(folder)
    .filter((name) => name === 'pid')
    .map((name) => Number(readFileSync(join(folder, name), 'utf8')))
}
