import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { packagePath } from '../../src/contract/package-path.ts'

function read<Shape>(...path: readonly string[]): Shape {
  return JSON.parse(readFileSync(packagePath(...path), 'utf8'))
}

type Target = string | { readonly types: string; readonly default: string }
const { exports } = read<{ readonly exports: Readonly<Record<string, Target>> }>('package.json')
/** The same list is compared with the package where it is installed. */
const list = read<Readonly<Record<string, readonly string[]>>>('.ci', 'package-example', 'exports.json')

test.each(Object.keys(list))(
  'what %s exports is what the list names, and nothing that nobody decided',
  async (path) => {
    const target = exports[path]
    const file = typeof target === 'object' ? target.default : ''
    const source = file.replace('./dist/', '').replace(/\.js$/, '.ts')
    const found: object = await import(packagePath(...source.split('/')))
    expect(Object.keys(found).toSorted()).toEqual(list[path])
  },
)

test('what else the package shows are files that it has, and that its example reads', () => {
  const files = Object.entries(exports).filter(([path]) => !Object.hasOwn(list, path))
  expect(files.map(([path]) => path)).toEqual(['./package.json', './scenario.schema.json'])
  const example = readFileSync(packagePath('.ci', 'package-example', 'suite.test.ts'), 'utf8')
  for (const [path, target] of files) {
    expect(existsSync(packagePath(String(target)))).toBe(true)
    expect(example).toContain(`'watertight${path.slice(1)}'`)
  }
})
