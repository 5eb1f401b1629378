import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { packagePath } from '../../src/contract/package-path.ts'

const readme = readFileSync(packagePath('README.md'), 'utf8')
const blocks = [...readme.matchAll(/```ts\n(?<text>[\s\S]*?)```/g)].map(({ groups }) => groups?.['text'] ?? '')
/** What a reader puts in for themselves. */
const given = 'declare const gateway: string\n'
const options = '--ignoreConfig --noEmit --strict --skipLibCheck --target esnext --module nodenext --types node'.split(
  ' ',
)

test('the TypeScript of the README compiles against the package as it is built', async () => {
  expect(blocks.length).toBeGreaterThan(2)
  // Inside the package, so that its own name leads to what it exports.
  const folder = packagePath('.watertight', `readme-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const files = blocks.map((text, index) => {
    const file = join(folder, `block-${index + 1}.ts`)
    writeFileSync(file, given + text)
    return file
  })
  const { stdout } = await promisify(execFile)(packagePath('node_modules', '.bin', 'tsc'), [
    ...options,
    ...files,
  ]).catch((error: { readonly stdout: string }) => error)
  expect(stdout).toBe('')
})
