import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { packagePath } from '../../src/contract/package-path.ts'
import { type CaseToJudge, exchangesOf, judgeOne } from '../../src/scenario/aside/case-to-judge.ts'
import { type JudgeAside, startJudgeAside } from '../../src/scenario/aside/judge-aside.ts'
import { type LoadedRun, loadRun } from '../../src/scenario/load-run.ts'
import { contracts, driveSuite, tables } from '../suite/drive.ts'

let aside: JudgeAside
let run: LoadedRun
let cases: readonly CaseToJudge[]

beforeAll(async () => {
  aside = startJudgeAside({ contractsRoot: packagePath('contracts'), tables })
  const folder = mkdtempSync(join(tmpdir(), 'watertight-aside-'))
  const journalFile = join(folder, 'run.sqlite')
  const patterns = ['bridge/internal-metadata', 'stream/cut', 'concurrency/**']
  await driveSuite({ patterns, journalFile, defects: ['bridge-metadata-leak'] })
  run = loadRun(journalFile, 'test')
  rmSync(folder, { recursive: true })
  cases = run.record.cases.map(({ planned }) => ({
    planned,
    driven: { elapsedMs: 1 },
    exchanges: exchangesOf(planned, run.source),
  }))
  expect(await aside.ready).toBe(true)
  aside.begin(run.record)
})

afterAll(() => aside[Symbol.asyncDispose]())

test('a case is judged on the other thread as it is on this one', async () => {
  const here = cases.map((one) => judgeOne(one, run.record, { contracts, tables }))
  expect(here.some(({ outcome }) => outcome === 'failed')).toBe(true)
  for (const [index, one] of cases.entries()) expect(await aside.judge(one)).toEqual(here[index])
})

test('a case that it cannot judge goes back to who asked', async () => {
  aside.begin({ ...run.record, profile: JSON.parse('{"documented":0}') })
  expect(await aside.judge(at(0))).toBeUndefined()
  aside.begin(run.record)
  expect((await aside.judge(at(0)))?.id).toBe(at(0).planned.id)
})

test('a run whose judgements are shared reports what one thread would', async () => {
  const options = { patterns: ['bridge/no-counterpart', 'stream/cut'], defects: ['bridge-loses-stop'] }
  const [shared, alone] = [await driveSuite({ ...options, judgeAside: aside }), await driveSuite(options)]
  const told = ({ cases: all }: typeof shared) =>
    all.map(({ id, outcome, passed, findings }) => [id, outcome, passed, findings.length])
  expect(told(shared)).toEqual(told(alone))
})

test('a thread that does not come up, or has ended, judges nothing and holds nobody up', async () => {
  const lost = startJudgeAside({ contractsRoot: packagePath('contracts', 'nowhere'), tables })
  onTestFinished(() => lost[Symbol.asyncDispose]())
  expect(await lost.ready).toBe(false)
  expect(await lost.judge(at(0))).toBeUndefined()
  const asked = aside.judge(at(0))
  await aside[Symbol.asyncDispose]()
  await asked
  expect(await aside.judge(at(0))).toBeUndefined()
})

function at(index: number): CaseToJudge {
  const one = cases[index]
  if (one === undefined) throw new Error('the run has no such case')
  return one
}
