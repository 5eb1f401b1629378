import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { startWatertight, watertight } from '../kit/cli.ts'
import { stubLitellm } from '../kit/stub-litellm.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'watertight-'))
afterAll(() => rmSync(folder, { recursive: true }))

const scenarios = join(folder, 'scenarios')
mkdirSync(join(scenarios, 'own'), { recursive: true })
writeFileSync(
  join(scenarios, 'own', 'bridge.yaml'),
  `id: own/bridge
title: A greeting crosses the bridge
why: It is the least that a bridge must do.
sources: [BerriAI/litellm#20419]
severity: high
matrix:
  stream: [false, true]
route: { upstream: openai/responses }
steps:
  - send:
      surface: chat-completions
      body: { messages: [{ role: user, content: hi }], stream: $stream }
    reply: { text: hello }
`,
)
const own = ['--scenarios', scenarios]

test('a clean gateway ends with 0 and one line that sums it up', async () => {
  const { code, out, err } = await watertight(['run', ...own, '--seed', 'a'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^2 passed, 0 failed, 0 untestable, 0 not applicable {2}in .* gateway reference .* seed a$/m)
})

test('a defect ends with 1, is explained, and its command shows it again', async () => {
  const args = ['run', ...own, '--defect', 'bridge-metadata-leak', '--seed', 'a', '--reporter', 'json']
  const { code, out } = await watertight(args)
  expect(code).toBe(1)
  const report = JSON.parse(out)
  const [first] = report.cases
  expect(first.findings.map(({ check }: { check: string }) => check)).toContain('leak/canary-upstream')
  const command = `watertight run --gateway reference --scenarios ${scenarios} --defect bridge-metadata-leak --seed a`
  expect(first.reproduce).toBe(`${command} --case 'own/bridge[stream=false]'`)
  const again = await watertight([...args, '--case', 'own/bridge[stream=false]'])
  expect(JSON.parse(again.out).cases.map(({ id }: { id: string }) => id)).toEqual(['own/bridge[stream=false]'])
})

test('people and a CI server are told in one run', async () => {
  const file = join(folder, 'report.xml')
  const { out } = await watertight(['run', ...own, '--reporter', `junit=${file}`])
  expect(out).toContain('2 passed')
  expect(readFileSync(file, 'utf8')).toContain('<testsuite name="own/bridge" tests="2" failures="0"')
})

test.each([
  ['an id', 'own/bridge'],
  ['a glob of ids', 'own/**'],
  ['a file, as a shell completes it', join(scenarios, 'own', 'bridge.yaml')],
])('%s chooses scenarios', async (_, pattern) => {
  expect((await watertight(['run', pattern, ...own])).out).toContain('2 passed')
})

test('a pattern that fits nothing is told with the nearest id', async () => {
  const { code, err } = await watertight(['run', 'own/brigde', ...own])
  expect(code).toBe(2)
  expect(err).toContain('Did you mean own/bridge?')
})

test('a scenario with mistakes is told with the place of each', async () => {
  const broken = join(folder, 'broken')
  mkdirSync(join(broken, 'own'), { recursive: true })
  writeFileSync(join(broken, 'own', 'typo.yaml'), 'id: own/typo\ntitel: A typo\n')
  const { code, err } = await watertight(['run', '--scenarios', broken])
  expect(code).toBe(2)
  expect(err).toMatch(/typo\.yaml:2:1: /)
})

test('a gateway that is not installed is told with the way to install it', async () => {
  const { code, err } = await watertight(['run', ...own, '--gateway', 'litellm', '--executable', join(folder, 'none')])
  expect(code).toBe(2)
  expect(err).toContain('[E_GATEWAY_NOT_FOUND]')
  expect(err).toContain('pip install')
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s in the middle reports what was recorded, ends with %d, and no gateway is left',
  async (signal, code) => {
    const stub = stubLitellm(mkdtempSync(join(folder, 'stub-')), 200)
    const args = ['run', ...own, '--gateway', 'litellm', '--executable', stub.executable, '--reporter', 'json']
    await using command = startWatertight(args)
    await stub.line(/^called$/)
    command.signal(signal)
    const ended = await command.ended
    expect(ended.code).toBe(code)
    expect(JSON.parse(ended.out)).toMatchObject({ interrupted: expect.any(String), counts: { cases: 2, passed: 0 } })
    expect(await isRunning(stub)).toBe(false)
  },
)

test('Ctrl-C before the gateway is ready ends with 130 and leaves nothing', async () => {
  const stub = stubLitellm(mkdtempSync(join(folder, 'stub-')), 503)
  await using command = startWatertight(['run', ...own, '--gateway', 'litellm', '--executable', stub.executable])
  await stub.line(/^asked$/)
  command.signal('SIGINT')
  const { code, err } = await command.ended
  expect({ code, err }).toEqual({ code: 130, err: 'watertight: ended before anything was recorded\n' })
  expect(await isRunning(stub)).toBe(false)
})

async function isRunning(stub: ReturnType<typeof stubLitellm>): Promise<boolean> {
  const pid = Number((await stub.line(/^pid /)).slice('pid '.length))
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
