import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commands } from '../../src/cli/commands.ts'
import { parseArguments } from '../../src/cli/parse.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import { isRecord } from '../../src/contract/pointer.ts'

const text = readFileSync(packagePath('CONTRIBUTING.md'), 'utf8')

/** What stands in backticks, and the lines of blocks without what is said of them. */
const said: readonly string[] = [
  ...[...text.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, code = '']) => code),
  ...[...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.trimEnd().split('\n')),
].map((code) => code.replace(/ {2,}#.*$/, ''))

const paths = said.filter((code) => /^(?:\.ci|contracts|fakes|scenarios|src|test)\//.test(code))
const starts = said.filter((code) => /^(?:npm|npx) /.test(code))

function scripts(): readonly string[] {
  const manifest: unknown = JSON.parse(readFileSync(packagePath('package.json'), 'utf8'))
  return isRecord(manifest) && isRecord(manifest['scripts']) ? Object.keys(manifest['scripts']) : []
}

test('every path in it is there', () => {
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map(([, target = '']) => target)
  expect(paths.length).toBeGreaterThan(30)
  expect([...paths, ...links].filter((path) => !existsSync(packagePath(path)))).toEqual([])
})

test('every link within it leads to a heading', () => {
  const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-'))
  const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, target = '']) => target)
  expect(links.length).toBeGreaterThan(0)
  expect(links.filter((link) => !headings.includes(link))).toEqual([])
})

test('every command of Watertight in it is one, with options that it has', () => {
  const lines = starts.filter((line) => line.startsWith('npm run watertight -- ') && !line.endsWith('…'))
  expect(lines.length).toBeGreaterThan(10)
  for (const line of lines) {
    const [name, ...words] = line.replace('npm run watertight -- ', '').split(' ')
    const command = commands.find((each) => each.name === name)
    expect(command, line).toBeDefined()
    if (command !== undefined && words.length > 0) expect(() => parseArguments(command, words), line).not.toThrow()
  }
})

test('every other command in it is a script of the package, or runs tests that are there', () => {
  const others = starts.filter((line) => !line.startsWith('npm run watertight '))
  for (const line of others) {
    const [, script] = /^npm (?:run )?(\S+)$/.exec(line) ?? []
    const [, config = '', folder = ''] = /^npx vitest run --config (\S+) (\S+)$/.exec(line) ?? []
    const isKnown = script === undefined ? existsSync(packagePath(config)) && existsSync(packagePath(folder)) : true
    expect(isKnown, line).toBe(true)
    if (script !== undefined) expect([...scripts(), 'ci'], line).toContain(script)
  }
  expect(others.length).toBeGreaterThan(4)
})

test('every code of a fault in it is one', () => {
  const codes = said.filter((code) => code.startsWith('E_'))
  const folder = packagePath('src')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const sources = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('')
  expect(codes.length).toBeGreaterThan(3)
  expect(codes.filter((code) => !sources.includes(`'${code}'`))).toEqual([])
})
