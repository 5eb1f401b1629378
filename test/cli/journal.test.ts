import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { watertight } from '../kit/cli.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 120_000 })

const folder = mkdtempSync(join(tmpdir(), 'watertight-'))
afterAll(() => rmSync(folder, { recursive: true }))

const inFolder = (name: string): string => join(folder, name)
const scenario = 'bridge/no-counterpart'

test('a run that is kept is judged again with the same report and exit code, and compared with another', async () => {
  const [clean, broken] = [inFolder('clean.sqlite'), inFolder('broken.sqlite')]
  const json = (name: string) => ['--reporter', `json=${inFolder(name)}`]
  await watertight(['run', scenario, '--seed', 'a', '--journal', clean])
  const run = ['run', scenario, '--seed', 'b', '--defect', 'bridge-loses-stop', '--journal', broken]
  expect(await watertight([...run, ...json('run.json')])).toMatchObject({ code: 1, err: '' })

  const judged = await watertight(['judge', broken, ...json('judge.json')])
  expect(judged).toMatchObject({ code: 1, err: '' })
  expect(judged.out).toContain('lost on the way, without a word to the client: /stop/0')
  expect(readFileSync(inFolder('judge.json'), 'utf8')).toBe(readFileSync(inFolder('run.json'), 'utf8'))

  const caseId = 'bridge/no-counterpart[upstream=openai/responses,field=seed]'
  expect(await watertight(['judge', broken, '--case', caseId])).toMatchObject({ code: 0, err: '' })

  const entry = { scenario, check: 'account/no-silent-loss', cells: ['upstream=openai/responses,field=stop'] }
  writeFileSync(inFolder('known.yaml'), JSON.stringify({ gateway: 'reference', known: [entry] }))
  expect(await watertight(['judge', broken, '--baseline', inFolder('known.yaml')])).toMatchObject({ code: 0, err: '' })

  const compared = await watertight(['diff', clean, broken])
  expect(compared.code).toBe(1)
  expect(compared.out).toMatch(
    /\[upstream=openai\/responses,field=stop\]\n {2}steps\.0, provider request 1\n {4}request/,
  )
  expect(compared.out).toMatch(/^1 of \d+ cases differ: /m)
  const asJson = JSON.parse((await watertight(['diff', clean, broken, '--json'])).out)
  expect(asJson).toMatchObject({
    schema: 'watertight/run-diff/1',
    after: { gateway: { defects: ['bridge-loses-stop'] } },
  })
  expect(asJson.cases).toHaveLength(1)
  expect(await watertight(['diff', clean, clean])).toMatchObject({ code: 0, err: '' })
})
