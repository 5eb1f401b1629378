import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { commands } from '../../src/cli/commands.ts'
import { parseArguments } from '../../src/cli/parse.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import { freePort } from '../../src/gateways/process/free-port.ts'
import { program, startWatertight } from '../kit/cli.ts'
import { said, wordsOf } from './said.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 300_000 })

const recipes = ['github.yaml', 'gitlab.yaml', 'containers/compose.yaml', 'containers/job.yaml']
const work = mkdtempSync(join(tmpdir(), 'watertight-recipes-'))
afterAll(() => rmSync(work, { recursive: true }))

/** A folder where `npx watertight` is this checkout; of the suite it runs a small part, with these options besides. */
function shop(name: string, extra: string): { readonly folder: string; readonly PATH: string } {
  const folder = join(work, name)
  mkdirSync(join(folder, 'bin'), { recursive: true })
  const own = `'${process.execPath}' '${program}'`
  const script = `#!/bin/sh\nshift\nif [ "$1" = run ]; then exec ${own} "$@" ${extra}; fi\nexec ${own} "$@"\n`
  writeFileSync(join(folder, 'bin', 'npx'), script)
  chmodSync(join(folder, 'bin', 'npx'), 0o755)
  return { folder, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` }
}

/** As a CI server does it. @returns the exit code and both outputs */
async function shell(line: string, cwd: string, env: Readonly<Record<string, string>>) {
  const child = spawn('sh', ['-e', '-c', line], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const pieces: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece))
  }
  const [code] = await once(child, 'close')
  return { code, output: pieces.join('') }
}

test.each(recipes)('every command of %s is one, with options that it has', (path) => {
  const lines = said(path)
  expect(lines.length).toBeGreaterThan(1)
  for (const [name, ...words] of lines.map(wordsOf)) {
    const command = commands.find((each) => each.name === name)
    expect(command, name).toBeDefined()
    if (command !== undefined) expect(() => parseArguments(command, words)).not.toThrow()
  }
})

test('the shards of the workflow and its report find what is wrong, and the report alone turns red', async () => {
  const { folder, PATH } = shop('github', "--defect bridge-loses-stop 'bridge/no-counterpart'")
  const [drive = '', report = ''] = said('github.yaml')
  for (const part of [1, 2]) {
    const env = { PATH, GATEWAY: 'reference', SEED: '7', SHARD: `${part}/2`, REPORT: `reports/shard-${part}.json` }
    expect(await shell(drive, folder, env)).toEqual({ code: 0, output: expect.any(String) })
  }
  const merged = await shell(report, folder, { PATH, GITHUB_STEP_SUMMARY: join(folder, 'summary.md') })
  expect(merged).toMatchObject({ code: 1, output: expect.stringContaining('5 passed, 1 failed') })
  expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('account/no-silent-loss')
  expect(JSON.parse(readFileSync(join(folder, 'reports', 'watertight.sarif'), 'utf8')).runs).toHaveLength(1)
  expect(readFileSync(join(folder, 'reports', 'watertight.html'), 'utf8')).toContain('bridge/no-counterpart')
})

test('a mistake in the workflow fails the shard itself', async () => {
  const { folder, PATH } = shop('mistaken', '')
  const env = { PATH, GATEWAY: 'referense', SEED: '7', SHARD: '1/2', REPORT: 'shard.json' }
  const { code, output } = await shell(said('github.yaml')[0] ?? '', folder, env)
  expect(code).not.toBe(0)
  expect(output).toContain('Did you mean reference?')
})

test('the shards of the pipeline and its report are clean where the gateway is', async () => {
  const { folder, PATH } = shop('gitlab', "'bridge/no-counterpart'")
  const [drive = '', report = ''] = said('gitlab.yaml')
  for (const index of ['1', '2']) {
    const env = { PATH, GATEWAY: 'reference', SEED: '7', CI_NODE_INDEX: index, CI_NODE_TOTAL: '2' }
    expect(await shell(drive, folder, env)).toEqual({ code: 0, output: expect.any(String) })
  }
  expect(await shell(report, folder, { PATH })).toEqual({ code: 0, output: expect.any(String) })
  expect(readFileSync(join(folder, 'reports', 'junit.xml'), 'utf8')).toContain('tests="6"')
  expect(existsSync(join(folder, 'reports', 'watertight.html'))).toBe(true)
})

/** Ports and folders of the containers as there are free ones here, in files and command lines alike. */
async function placed(folder: string): Promise<(text: string) => string> {
  const ports = new Map<string, number>()
  for (const port of ['4000', '4010', '4011', '4012']) ports.set(port, await freePort())
  return (text) =>
    text
      .replaceAll(/\b40(?:00|1[012])\b/g, (port) => String(ports.get(port)))
      .replaceAll(/(?<=[ =])\/(?=(?:recipe|conf|reports)\b)/g, `${folder}/`)
}

test.each(['compose.yaml', 'job.yaml'])(
  'what the containers of %s are started with plans, serves and drives the gateway of the recipe',
  async (file) => {
    const { folder, PATH } = shop(file, "'bridge/no-counterpart' 'retry-fallback/**'")
    const here = await placed(folder)
    mkdirSync(join(folder, 'recipe'))
    const gateway = readFileSync(packagePath('.ci', 'recipes', 'containers', 'gateway.yaml'), 'utf8')
    writeFileSync(join(folder, 'recipe', 'gateway.yaml'), here(gateway))
    const [plan = '', serve = '', drive = ''] = said(`containers/${file}`).map(here)
    const env = { PATH, JOB_COMPLETION_INDEX: '3' }
    expect(await shell(plan, folder, env)).toEqual({ code: 0, output: expect.any(String) })
    await using running = startWatertight(wordsOf(serve))
    await running.line(/^listening on /)
    const { code, output } = await shell(drive, folder, env)
    expect([code, output]).toEqual([0, expect.stringMatching(/ passed, 0 failed, 0 untestable|"untestable": ?0/)])
  },
)

test('a part of the job is one of as many as the job has', () => {
  const { spec } = parse(readFileSync(packagePath('.ci', 'recipes', 'containers', 'job.yaml'), 'utf8'))
  const drive = said('containers/job.yaml').at(-1)
  expect(drive).toContain(`/${spec.completions}"`)
  expect(spec.parallelism).toBe(spec.completions)
})
