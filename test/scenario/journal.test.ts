import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { keepJournal } from '../../src/capture/journal/sqlite.ts'
import { Journal } from '../../src/capture/journal.ts'
import { judgeRun } from '../../src/scenario/assemble.ts'
import { type DiffPart, diffParts, diffRuns } from '../../src/scenario/diff/diff-runs.ts'
import { loadRun } from '../../src/scenario/load-run.ts'
import { contracts, driveSuite, tables } from '../suite/drive.ts'

const folder = mkdtempSync(join(tmpdir(), 'watertight-run-'))
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
function newPath(): string {
  count += 1
  return join(folder, `${count}.sqlite`)
}

const patterns = ['bridge/no-counterpart', 'drop-param/by-name', 'stream/cut', 'turns/tool-round-trip']

test.each([[[]], [['bridge-loses-stop', 'probes-provider-at-start']]])(
  'a run with the defects %j is judged again from its file, to the last character of the report',
  async (defects) => {
    const journalFile = newPath()
    const report = await driveSuite({ patterns, defects, journalFile })
    const { record, outcome, source } = loadRun(journalFile, 'test')
    expect(JSON.stringify(judgeRun(record, outcome, source, { contracts, tables }))).toBe(JSON.stringify(report))
    expect(report.counts.failed > 0).toBe(defects.length > 0)
  },
)

test('a gateway that cannot take a case is judged the same way', async () => {
  const journalFile = newPath()
  const adapter = {
    id: 'none',
    features: new Set([]),
    profile: { documented: [] },
    start: () => Promise.reject(new Error('never started')),
  }
  const report = await driveSuite({ patterns, adapter, journalFile })
  const { record, outcome, source } = loadRun(journalFile, 'test')
  expect(judgeRun(record, outcome, source, { contracts, tables })).toEqual(report)
  expect(report.counts.notApplicable).toBe(report.counts.cases)
})

test('of a process that was killed, what it recorded is judged, and no case passes', async () => {
  const journalFile = newPath()
  await driveSuite({ patterns: ['drop-param/by-name'], journalFile })
  changeFile(journalFile, "DELETE FROM note WHERE name = 'run-outcome'")
  const { record, outcome, source } = loadRun(journalFile, 'test')
  const report = judgeRun(record, outcome, source, { contracts, tables })
  expect(report.interrupted).toBe('the process ended before the run did')
  expect(report.counts).toMatchObject({ passed: 0, untestable: report.cases.length })
  expect(report.cases[0]?.exchanges.length).toBeGreaterThan(1)
})

function changeFile(path: string, statement: string): void {
  const database = new DatabaseSync(path)
  database.exec(statement)
  database.close()
}

test('a journal that cannot be judged says why, and what to do', async () => {
  const whole = newPath()
  await driveSuite({ patterns: ['chat/reasoning'], journalFile: whole })
  const complaints = ['DELETE FROM frame', "DELETE FROM exchange WHERE hop = 'client'", "UPDATE note SET text = '{'"]
  changeFile(whole, complaints[0] ?? '')
  expect(() => loadRun(whole, 'test')).not.toThrow()
  changeFile(whole, complaints[1] ?? '')
  expect(() => loadRun(whole, 'test')).toThrow(
    expect.objectContaining({
      code: 'E_JOURNAL_DAMAGED',
      message: expect.stringMatching(/it holds \d+ of \d+ exchanges/),
    }),
  )
  expect(() => loadRun(whole, '9.9.9')).toThrow(
    expect.objectContaining({ code: 'E_JOURNAL_VERSION', hint: 'Judge it with that version: npx watertight@test.' }),
  )
  changeFile(whole, complaints[2] ?? '')
  expect(() => loadRun(whole, 'test')).toThrow(expect.objectContaining({ code: 'E_JOURNAL_DAMAGED' }))
})

test('a journal of fakes alone holds no run', () => {
  const path = newPath()
  keepJournal(path, new Journal(), new Date(0))[Symbol.dispose]()
  expect(() => loadRun(path, 'test')).toThrow(
    expect.objectContaining({ code: 'E_JOURNAL_NO_RUN', hint: 'Write one with watertight run --journal FILE.' }),
  )
})

const everything: ReadonlySet<DiffPart> = new Set(diffParts)

test('two runs of the same gateway do not differ, whatever their seeds and ports', async () => {
  const [before, after] = [newPath(), newPath()]
  await driveSuite({ patterns, seed: 'one', journalFile: before })
  await driveSuite({ patterns, seed: 'another', journalFile: after })
  const difference = diffRuns(loadRun(before, 'test'), loadRun(after, 'test'), everything)
  expect(difference).toMatchObject({ cases: [], onlyBefore: [], onlyAfter: [] })
  expect(difference.compared).toBeGreaterThan(10)
})

test('what a defect changes is named, case by case and place by place', async () => {
  const [before, after] = [newPath(), newPath()]
  await driveSuite({ patterns: ['bridge/internal-metadata'], journalFile: before })
  await driveSuite({
    patterns: ['bridge/internal-metadata', 'chat/reasoning'],
    defects: ['bridge-metadata-leak'],
    seed: 'another',
    journalFile: after,
  })
  const { cases, onlyAfter, onlyBefore } = diffRuns(loadRun(before, 'test'), loadRun(after, 'test'), new Set())
  expect(onlyBefore).toEqual([])
  expect(onlyAfter.every((id) => id.startsWith('chat/reasoning'))).toBe(true)
  const first = cases.find(({ id }) => id.includes('as=user'))
  expect(first?.places).toContainEqual({
    step: 0,
    message: 'provider request 1',
    place: 'body /metadata/user_api_key_user_id',
    after: '"<user-id>"',
  })
})
