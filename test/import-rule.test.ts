import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Who may import whom, one way. A unit is a folder or a file below the package's root; the first that fits counts. Every
 * unit may import itself; the leaves below are open to all.
 */
const leaves = [
  'contract/fault',
  'contract/yaml-file',
  'contract/pointer',
  'contract/surface',
  'contract/suggest',
  'contract/package-path',
]
const rule: readonly (readonly [unit: string, mayImport: readonly string[]])[] = [
  ['src/contract', []],
  ['src/capture', []],
  ['src/leak', ['src/contract', 'src/capture']],
  ['src/account', ['src/contract', 'src/capture']],
  ['src/fake-kit', ['src/contract', 'src/capture']],
  ['src/checks', ['src/contract', 'src/capture', 'src/leak', 'src/account']],
  ['src/gateways/adapter', []],
  ['src/gateways/provider-url', ['src/gateways/adapter']],
  ['src/gateways/direct', ['src/gateways/adapter', 'src/gateways/provider-url']],
  [
    'src/gateways/container',
    [
      'src/gateways/adapter',
      'src/gateways/process',
      'src/testcontainers/start-fault',
      'src/testcontainers/engine-cause',
    ],
  ],
  [
    'src/gateways/process',
    [
      'src/gateways/adapter',
      'src/gateways/provider-url',
      'src/gateways/container/start-image',
      'src/contract/yaml-shape',
    ],
  ],
  ['src/gateways/install', ['src/gateways/process']],
  ['src/gateways/reference', ['src/gateways/adapter']],
  ['src/gateways/litellm', ['src/gateways/adapter', 'src/gateways/process']],
  ['src/gateways/litellm-sdk', ['src/gateways/adapter', 'src/gateways/process', 'src/gateways/litellm']],
  ['src/report/run-report', ['src/checks/finding', 'src/account/ledger']],
  ['src/report', ['src/checks/finding', 'src/account/ledger']],
  [
    'src/baseline',
    [
      'src/checks/finding',
      'src/report/run-report',
      'src/report/reporter',
      'src/report/cells',
      'src/contract/yaml-shape',
    ],
  ],
  [
    'src/scenario',
    [
      'src/contract',
      'src/capture',
      'src/leak',
      'src/account',
      'src/checks',
      'src/fake-kit/fakes',
      'src/fake-kit/turn',
      'src/fake-kit/turn-faults',
      'src/gateways/adapter',
      'src/report/run-report',
      'src/report/reporter',
    ],
  ],
  ['fakes', ['src/fake-kit', 'src/contract']],
  ['src/cli', ['src', 'fakes']],
  ['src/library', ['src', 'fakes']],
  ['src/index', ['src', 'fakes']],
  ['src/testcontainers', ['src/capture', 'src/contract', 'src/fake-kit', 'src/cli/package-root']],
  ['src/vitest', ['src', 'fakes']],
]

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file).split(sep).join('/').replace(/\.ts$/, ''))
}

function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, target = '']) =>
    relative(root, resolve(root, dirname(file), target))
      .split(sep)
      .join('/')
      .replace(/\.ts$/, ''),
  )
}

function within(path: string, unit: string): boolean {
  return path === unit || path.startsWith(`${unit}/`)
}

function breaches(file: string, text: string): string[] {
  const entry = rule.find(([unit]) => within(file, unit))
  if (entry === undefined) return [`${file} belongs to no unit of the import rule`]
  const [unit, mayImport] = entry
  const allowed = [unit, ...mayImport, ...leaves.map((leaf) => `src/${leaf}`)]
  return importsOf(file, text)
    .filter((target) => !allowed.some((each) => within(target, each)))
    .map((target) => `${file} imports ${target}`)
}

test('every module imports only what the import rule lets it', () => {
  const files = [...sources('src'), ...sources('fakes')]
  expect(files.flatMap((file) => breaches(file, readFileSync(join(root, `${file}.ts`), 'utf8')))).toEqual([])
})

test('an import against the rule is seen, however it is written', () => {
  const lines = ["import { runSuite } from '../scenario/run.ts'", "await import('../scenario/run.ts')"]
  for (const line of lines) {
    expect(breaches('src/checks/judge', line)).toEqual(['src/checks/judge imports src/scenario/run'])
  }
  expect(breaches('src/somewhere/new', '')).toEqual(['src/somewhere/new belongs to no unit of the import rule'])
})
