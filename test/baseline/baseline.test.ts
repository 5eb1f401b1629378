import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { baselineReporter, withBaseline } from '../../src/baseline/apply.ts'
import { type Baseline, checkCells, readBaseline } from '../../src/baseline/baseline.ts'
import { baselineOf, baselineText } from '../../src/baseline/write.ts'
import { exitCodeOf, exitCodes } from '../../src/cli/exit-code.ts'
import { Fault, Faults } from '../../src/contract/fault.ts'
import { outsideGroups } from '../../src/report/groups.ts'
import type { CaseReport } from '../../src/report/run-report.ts'
import { aCase, aCell, aFinding, aRun } from '../kit/reports.ts'

const folder = mkdtempSync(join(tmpdir(), 'baseline-'))
afterAll(() => rmSync(folder, { recursive: true }))

const lost = aFinding({ check: 'account/no-silent-loss', message: 'lost' })
const leak = aFinding()
const scenario = 'bridge/internal-metadata'

function baseline(...known: Baseline['known']): Baseline {
  return { gateway: 'reference', known }
}

function file(text: string): string {
  const path = join(folder, 'baseline.yaml')
  writeFileSync(path, text)
  return path
}

function faultsOf(work: () => unknown): readonly Fault[] {
  try {
    work()
  } catch (error) {
    if (error instanceof Faults) return error.faults
    if (error instanceof Fault) return [error]
    throw error
  }
  return []
}

test('a case in which only listed findings were made is known, with the reason of the list', () => {
  const entry = { scenario, check: lost.check, reason: 'they know', link: 'BerriAI/litellm#35582' }
  const report = withBaseline(aRun([aCase({ findings: [lost] })]), baseline(entry), 'b.yaml')
  expect(report.counts).toMatchObject({ known: 1, failed: 0 })
  expect(report.cases[0]?.outcome).toBe('known')
  expect(report.cases[0]?.findings[0]?.known).toEqual({ reason: 'they know', link: 'BerriAI/litellm#35582' })
  expect(report.baseline).toEqual({ file: 'b.yaml', entries: 1, unreviewed: 0, stale: [] })
})

test('a finding that is not listed keeps its case red', () => {
  const report = withBaseline(aRun([aCase({ findings: [lost, leak] })]), baseline({ scenario, check: lost.check }), 'b')
  expect(report.cases[0]?.outcome).toBe('failed')
  expect(report.cases[0]?.findings.map(({ known }) => known !== undefined)).toEqual([true, false])
})

test('what could not be tested because of something that is listed needs no entry of its own', () => {
  const untested = aFinding({ check: 'reply/text', outcome: 'untestable', because: lost.check })
  const run = aRun([aCase({ findings: [lost, untested] })])
  expect(withBaseline(run, baseline({ scenario, check: lost.check }), 'b').counts).toMatchObject({ known: 1 })
  expect(baselineOf(run, undefined).known.map(({ check }) => check)).toEqual([lost.check])
  const alone = aRun([aCase({ findings: [untested] })])
  expect(baselineOf(alone, undefined).known.map(({ check }) => check)).toEqual(['reply/text'])
})

test('an entry with cells speaks of those alone', () => {
  const run = aRun([aCell('a=1', { findings: [lost] }), aCell('a=2', { findings: [lost] })])
  const report = withBaseline(run, baseline({ scenario, check: lost.check, cells: ['a=1'] }), 'b')
  expect(report.cases.map(({ outcome }) => outcome)).toEqual(['known', 'failed'])
})

test('an entry for another version is not heard', () => {
  const run = aRun([aCase({ findings: [lost] })])
  const report = withBaseline(run, baseline({ scenario, check: lost.check, versions: ['9.9'] }), 'b')
  expect(report.cases[0]?.outcome).toBe('failed')
  expect(report.baseline?.entries).toBe(0)
})

test('an entry whose finding is gone is stale, with the cases in which it is', () => {
  const run = aRun([aCell('a=1', { findings: [lost] }), aCell('a=2')])
  const report = withBaseline(run, baseline({ scenario, check: lost.check, reason: 'old' }), 'b')
  expect(report.baseline?.stale).toEqual([{ scenario, check: lost.check, cases: [`${scenario}[a=2]`], reason: 'old' }])
})

const varying = {
  scenario,
  check: lost.check,
  cells: ['a=1'],
  versions: ['0.1.0'],
  reason: 'a race',
  sometimes: true,
} as const

test('what is seen sometimes is known where it is seen, and its entry is not stale where it is not', () => {
  const seen = withBaseline(aRun([aCell('a=1', { findings: [lost] }), aCell('a=2')]), baseline(varying), 'b')
  expect(seen.cases.map(({ outcome }) => outcome)).toEqual(['known', 'passed'])
  const unseen = withBaseline(aRun([aCell('a=1'), aCell('a=2')]), baseline(varying), 'b')
  expect(unseen.baseline?.stale).toEqual([])
})

test('an entry of what is seen sometimes stays when the baseline is written anew, seen or not, and takes no other cell in', () => {
  expect(baselineOf(aRun([aCell('a=1'), aCell('a=2')]), baseline(varying)).known).toEqual([varying])
  const run = aRun([aCell('a=1', { findings: [lost] }), aCell('a=2', { findings: [lost] })])
  expect(baselineOf(run, baseline(varying)).known).toEqual([
    varying,
    { scenario, check: lost.check, cells: ['a=2'], versions: ['0.1.0'] },
  ])
})

test.each([
  ['versions', '[1.81.7]'],
  ['reason', 'a race'],
])('an entry of what is seen sometimes with %s alone is a mistake', (name, value) => {
  const entry = `{ scenario: a/b, check: c, sometimes: true, ${name}: ${value} }`
  const faults = faultsOf(() => readBaseline(file(`gateway: x\nknown:\n  - ${entry}\n`)))
  expect(faults.map(({ code, place }) => [code, place?.line])).toEqual([['E_BASELINE', 3]])
})

test.each<[string, Partial<CaseReport>, boolean]>([
  ['was not part of the run', { scenario: 'chat/other', id: 'chat/other' }, false],
  ['is not applicable', { outcome: 'not-applicable', lacks: ['stream'] }, false],
  ['could not be reached before the run was stopped', {}, true],
])('of a case that %s nothing is stale', (_, change, isInterrupted) => {
  const run = aRun([aCase(change)], isInterrupted ? { interrupted: 'the gateway died' } : {})
  expect(withBaseline(run, baseline({ scenario, check: lost.check }), 'b').baseline?.stale).toEqual([])
})

test('what is found outside of any case is known by an entry of the run, which is stale only where the whole suite was run', () => {
  const passing = [aCase({ findings: [], outcome: 'passed' })]
  const found = aRun(passing, { findings: [leak] })
  expect(exitCodeOf(withBaseline(found, baseline(), 'b'))).toBe(exitCodes.findings)
  const written = baselineOf(found, undefined)
  expect(written.known).toEqual([{ scenario: 'run', check: leak.check, versions: ['0.1.0'] }])
  const known = withBaseline(found, written, 'b')
  expect(exitCodeOf(known)).toBe(exitCodes.clean)
  expect(known.findings[0]?.known).toBeDefined()
  expect(outsideGroups(known)).toEqual([])
  expect(withBaseline(aRun(passing), written, 'b').baseline?.stale).toMatchObject([
    { scenario: 'run', check: leak.check },
  ])
  expect(withBaseline(aRun(passing, { only: ['chat/**'] }), written, 'b').baseline?.stale).toEqual([])
})

test('written anew, what is known of a whole run goes with it, and stays where a part was run', () => {
  const old = baseline({ scenario: 'run', check: leak.check, versions: ['0.1.0'], reason: 'they know' })
  expect(baselineOf(aRun([aCase()]), old).known).toEqual([])
  expect(baselineOf(aRun([aCase()], { only: ['chat/**'] }), old).known).toEqual(old.known)
})

test('reporters that follow a run see the same outcomes as at its end', () => {
  const seen: string[] = []
  const inner = {
    caseDone: ({ outcome }: CaseReport) => void seen.push(outcome),
    end: () => void seen.push('end'),
  }
  const reporter = baselineReporter(inner, baseline({ scenario, check: lost.check, versions: ['0.1.0'] }), 'b')
  reporter.gatewayReady?.('0.1.0')
  reporter.caseDone?.(aCase({ findings: [lost] }))
  reporter.end(aRun([]))
  expect(seen).toEqual(['known', 'end'])
})

test('the baseline written for a run makes the run clean, and is read back as it was written', () => {
  const run = aRun([
    aCell('a=1', { findings: [lost, leak] }),
    aCell('a=2', { findings: [lost] }),
    aCase({ scenario: 'chat/x' }),
  ])
  const written = baselineOf(run, undefined)
  expect(written.known).toEqual([
    { scenario, check: 'account/no-silent-loss', versions: ['0.1.0'] },
    { scenario, check: 'leak/canary-upstream', cells: ['a=1'], versions: ['0.1.0'] },
  ])
  expect(readBaseline(file(baselineText(written))).baseline).toEqual(written)
  const again = withBaseline(run, written, 'b')
  expect(again.counts).toMatchObject({ known: 2, passed: 1, failed: 0 })
  expect(again.baseline?.stale).toEqual([])
})

test('written anew it keeps reasons, other versions, and scenarios that were not run', () => {
  const old = baseline(
    { scenario: 'chat/unseen', check: 'reply/text', versions: ['0.1.0'], reason: 'elsewhere' },
    { scenario, check: lost.check, versions: ['0.0.9'], reason: 'they know' },
    { scenario, check: 'reply/text', versions: ['0.0.9', '0.1.0'], reason: 'mended in 0.1.0' },
  )
  expect(baselineOf(aRun([aCase({ findings: [lost] })]), old).known).toEqual([
    { scenario, check: lost.check, versions: ['0.0.9', '0.1.0'], reason: 'they know' },
    { scenario, check: 'reply/text', versions: ['0.0.9'], reason: 'mended in 0.1.0' },
    { scenario: 'chat/unseen', check: 'reply/text', versions: ['0.1.0'], reason: 'elsewhere' },
  ])
})

test('every mistake in the file is told with its place', () => {
  const faults = faultsOf(() => readBaseline(file('gateway: x\nknown:\n  - { scenario: a/b, chek: c }\n')))
  expect(faults.map(({ code, place }) => [code, place?.line])).toEqual([
    ['E_BASELINE', 3],
    ['E_BASELINE', 3],
  ])
})

test('a cell that its scenario does not have is a mistake, and the nearest is named', () => {
  const path = file(`gateway: x\nknown:\n  - { scenario: ${scenario}, check: c, cells: [stream=tru] }\n`)
  const [fault] = faultsOf(() => checkCells(readBaseline(path), new Map([[scenario, ['stream=true', 'stream=false']]])))
  expect(fault).toMatchObject({
    code: 'E_BASELINE_CELL',
    place: { line: 3 },
    hint: expect.stringContaining('stream=true'),
  })
})
