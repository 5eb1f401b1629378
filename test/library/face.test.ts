import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  checks,
  Fault,
  Faults,
  fakes,
  fileGatewayAdapter,
  judgeCase,
  litellmAdapter,
  loadContracts,
  packagePath,
} from '../../src/index.ts'

interface Imported {
  readonly names: readonly string[]
  readonly resources: readonly string[]
  readonly globals: readonly string[]
  readonly listeners: readonly string[]
}

/** What a process looks like that has imported the library, and done nothing with it. */
function imported(entry: string): Imported {
  const url = JSON.stringify(new URL(`file://${packagePath('src', entry)}`).href)
  const script = `
    const look = () => ({
      globals: Reflect.ownKeys(globalThis).map(String),
      listeners: process.eventNames().map(String),
      resources: process.getActiveResourcesInfo(),
    })
    // What Node itself does to a process that imports these is not ours.
    await Promise.all(['node:http', 'node:assert'].map((name) => import(name)))
    const before = look()
    const names = Object.keys(await import(${url}))
    const after = Object.entries(look()).map(([kind, all]) => [kind, all.filter((one) => !before[kind].includes(one))])
    process.on('exit', () => process.stdout.write(JSON.stringify({ names, ...Object.fromEntries(after) })))`
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(output)
}

/** Every test that uses the library as its users do. */
function texts(): string {
  const folder = packagePath('test')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'))
  return files
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
    .flatMap((text) => [...text.matchAll(/import \{([^}]*)\} from '[./]*src\/index\.ts'/g)].map(([, names]) => names))
    .join(',')
}

const { names, ...effects } = imported('index.ts')

test('importing the library prints nothing, leaves nothing open and changes no global', () => {
  expect(effects).toEqual({ resources: [], globals: [], listeners: [] })
})

test('every value that the library exports is used by a test', () => {
  const used = new Set(texts().split(/[\s,]+/))
  expect(names.length).toBeGreaterThan(10)
  expect(names.filter((name) => !used.has(name))).toEqual([])
})

test('the tables say what there is: providers, contracts, checks', () => {
  const contracts = loadContracts(packagePath('contracts'))
  expect([...contracts.keys()].toSorted()).toEqual(fakes.map(({ id }) => id).toSorted())
  expect(checks.every(({ id, title }) => id.includes('/') && title.length > 0)).toBe(true)
  expect(judgeCase).toBeTypeOf('function')
})

test('gateways that are programs or files are at hand, and starting none of them costs nothing', () => {
  const file = packagePath('scenarios', 'gateways', 'nginx.yaml')
  expect(fileGatewayAdapter({ file, env: {} })).toMatchObject({ id: 'nginx', addressing: 'transparent' })
  expect(litellmAdapter({ env: {} }).id).toBe('litellm')
})

test('what is wrong is told as a fault with a code and a way out', () => {
  const missing = () => loadContracts(packagePath('nowhere'))
  expect(missing).toThrow(expect.toSatisfy((error) => error instanceof Fault || error instanceof Faults))
})
