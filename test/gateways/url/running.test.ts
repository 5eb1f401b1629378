import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fileGatewayAdapter } from '../../../src/gateways/process/adapter.ts'
import { freePort } from '../../../src/gateways/process/free-port.ts'
import { watertight } from '../../kit/cli.ts'
import { tinyFile } from '../process/tiny/file.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 120_000 })

const program = join(dirname(tinyFile), 'gateway.mjs')
const pattern = 'chat/sampling'
let folder: string
let file: string
let url: string
let fixed: readonly string[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'running-gateway-'))
  file = join(folder, 'running.yaml')
  url = `http://127.0.0.1:${await freePort()}`
  const text = readFileSync(tinyFile, 'utf8').replace(/^command: .*$/m, `url: ${url}`)
  writeFileSync(file, text.replace('within-seconds: 20', 'within-seconds: 3'))
  fixed = ['--gateway', file, '--seed', 'fixed', '--fake', `openai=${await freePort()}`]
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

test('a gateway that we start ourselves with what plan writes is driven by a run', async () => {
  const planned = await watertight(['plan', ...fixed, '--to', folder, pattern])
  expect(planned).toMatchObject({ code: 0, err: '' })
  expect(planned.out).toContain(`wrote ${join(folder, 'conf', 'config.json')}\n`)
  expect(planned.out).toContain(`watertight run ${fixed.join(' ')} ${pattern}`)
  const gateway = spawn(process.execPath, [program, join(folder, 'conf', 'config.json')], { stdio: 'ignore' })
  try {
    const { code, out } = await watertight(['run', ...fixed, pattern])
    expect(out).toMatch(/ passed, 0 failed, 0 untestable/)
    expect(out).toContain('gateway tiny 0.9.1')
    expect(code).toBe(0)
    expect(gateway.exitCode).toBe(null)
  } finally {
    gateway.kill()
    await once(gateway, 'exit')
  }
})

test('without the ports and the seed of the plan there is no run', async () => {
  const { code, err } = await watertight(['run', '--gateway', file, '--fake', 'codex=4010', pattern])
  expect(code).toBe(2)
  expect(err).toContain('--seed TEXT, --fake openai=PORT are missing [E_OPTION_MISSING]')
  expect(err).toContain('Give watertight plan and watertight run the same seed and the same ports.')
})

test('plan needs the same, and writes nothing without it', async () => {
  const { code, err } = await watertight(['plan', '--gateway', file, '--to', folder, pattern])
  expect(code).toBe(2)
  expect(err).toContain('[E_OPTION_MISSING]')
  expect(existsSync(join(folder, 'conf'))).toBe(false)
})

test('a gateway without a file has nothing to write', async () => {
  const { code, err } = await watertight(['plan', '--gateway', 'reference', '--seed', 'fixed'])
  expect(code).toBe(2)
  expect(err).toContain('the gateway reference has no file that says what to write [E_OPTION_UNSUITED]')
})

test.each([
  ['openai', '--fake openai names no port'],
  ['openai=70000', '--fake openai=70000 names no port'],
  ['opneai=4010', 'Did you mean openai?'],
])('a port of a fake as %s is told', async (choice, told) => {
  const { code, err } = await watertight(['run', '--fake', choice, pattern])
  expect(code).toBe(2)
  expect(err).toContain(told)
})

test('a gateway that does not run is waited for, and then told', async () => {
  const plan = { routes: [], users: [], masterKey: 'sk-operator' }
  const adapter = fileGatewayAdapter({ file, env: {} })
  expect(adapter.runsAlready).toBe(true)
  await expect(adapter.start(plan, new AbortController().signal)).rejects.toMatchObject({
    code: 'E_GATEWAY_NOT_READY',
    message: expect.stringMatching(/^Tiny did not answer 200 .* within 3 s\. It never answered\.$/),
    hint: 'Start it with the files that watertight plan writes.',
  })
})

test('no program is given to a gateway that runs already', () => {
  expect(() => fileGatewayAdapter({ file, executable: 'node', env: {} })).toThrow('no program is started')
})
