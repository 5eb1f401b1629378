import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { packagePath } from '../../src/contract/package-path.ts'

const config = fileURLToPath(new URL('failing/vitest.config.ts', import.meta.url))

function vitest(...args: readonly string[]) {
  const program = packagePath('node_modules', 'vitest', 'vitest.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'run', '--config', config, ...args], {
    env: { PATH: process.env['PATH'], NO_COLOR: '1' },
    encoding: 'utf8',
  })
  return { status, text: `${stdout}${stderr}` }
}

test('a case that fails fails its test alone, with the finding, the ledger and the command that shows it again', {
  timeout: 60_000,
}, () => {
  const { status, text } = vitest()
  expect(status).toBe(1)
  expect(text).toContain('× bridge/no-counterpart[upstream=openai/responses,field=stop]')
  expect(text).toContain('lost on the way, without a word to the client: /stop/0')
  expect(text).toMatch(/\/stop\/0 +- +lost +"END"/)
  expect(text).toContain('--defect bridge-loses-stop --seed vitest')
  expect(text).toContain("--case 'bridge/no-counterpart[upstream=openai/responses,field=stop]'")
  expect(text).toMatch(/Tests +1 failed \| \d+ passed/)
})

test('a filter of the runner drives only the cases that it leaves', { timeout: 60_000 }, () => {
  const { status, text } = vitest('-t', 'field=seed')
  expect({ status, passed: /Tests +1 passed \| \d+ skipped/.test(text) }, text).toEqual({ status: 0, passed: true })
})
