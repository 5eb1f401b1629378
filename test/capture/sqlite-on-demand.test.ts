import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { packagePath } from '../../src/contract/package-path.ts'

const modules = ['src/index.ts', 'src/cli/run.ts', 'src/cli/serve.ts', 'src/capture/journal/sqlite.ts']

/** What of SQLite a process has loaded, after it has loaded these modules and then opened a journal in memory. */
const script = `
  const loaded = () => process.moduleLoadList.filter((name) => name.endsWith(' sqlite')).length > 0
  for (const path of process.argv.slice(1)) await import(path)
  const before = loaded()
  const { openForWriting } = await import(process.argv.at(-1).replace('sqlite.ts', 'sqlite-file.ts'))
  openForWriting(':memory:').close()
  process.stdout.write(JSON.stringify({ before, after: loaded() }))
  process.exit()
`

test('SQLite is loaded where a journal file is opened, and not before: some Nodes warn of it', () => {
  const paths = modules.map((path) => packagePath(...path.split('/')))
  const args = ['--input-type=module', '--eval', script, '--', ...paths]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(stdout, stderr).toBe('{"before":false,"after":true}')
})
