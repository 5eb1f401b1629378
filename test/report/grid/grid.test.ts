import { expect, test } from 'vitest'
import { checkRows } from '../../../src/report/grid/by-check.ts'
import { gridOf } from '../../../src/report/grid/grid.ts'
import { aCase, aCell, aFinding, aRun } from '../../kit/reports.ts'
import { aColumn, aKnownFinding } from './runs.ts'

const chat = { scenario: 'chat/x' }
const known = aKnownFinding({ reason: 'they know', link: 'BerriAI/litellm#20419' })

test('rows are the scenarios of all runs, by family, and columns the runs, the oldest version first', () => {
  const grid = gridOf([aColumn('1.10.0', [aCase()]), aColumn('1.9.0', [aCase(chat), aCase({ scenario: 'chat/a' })])])
  expect(grid.columns.map(({ name }) => name)).toEqual(['gate 1.9.0', 'gate 1.10.0'])
  expect(grid.families.map(({ name, rows }) => [name, rows.map(({ scenario }) => scenario)])).toEqual([
    ['bridge', ['bridge/internal-metadata']],
    ['chat', ['chat/a', 'chat/x']],
  ])
  expect(grid.families[0]?.rows[0]?.cells.map((cell) => cell?.counts.passed)).toEqual([undefined, 1])
})

test('a cell counts its cases and names the worst of what failed; what could not be tested is not the worst', () => {
  const findings = [aFinding({ severity: 'medium' }), aFinding({ outcome: 'untestable', check: 'call/count' })]
  const grid = gridOf([aColumn('1', [aCell('a=1'), aCell('a=2', { findings })])])
  expect(grid.families[0]?.rows[0]?.cells[0]).toMatchObject({ counts: { passed: 1, failed: 1 }, worst: 'medium' })
})

test('the total of a family adds up its scenarios, and a run that had none of them has no total', () => {
  const cases = [aCase(chat), aCase({ scenario: 'chat/y', findings: [aFinding()] })]
  const grid = gridOf([aColumn('1', cases), aColumn('2', [aCase()])])
  expect(grid.families.find(({ name }) => name === 'chat')?.totals).toEqual([
    { cases: 2, passed: 1, failed: 1, untestable: 0, known: 0, notApplicable: 0 },
    undefined,
  ])
})

test('two runs of one version are refused, and merging their parts is offered', () => {
  const columns = [aColumn('1', [aCase()]), aColumn('1', [aCase(chat)], { seed: 'b' })]
  expect(() => gridOf(columns)).toThrow(
    expect.objectContaining({
      code: 'E_GRID_TWICE',
      message: '1.json and 1.json are both of gate 1',
      hint: expect.stringContaining('watertight merge'),
    }),
  )
})

test('the same version with a defect is another column', () => {
  const gateway = { id: 'gate', version: '1', defects: ['loses-stop'] }
  const grid = gridOf([aColumn('1', [aCase()]), aColumn('1', [aCase()], { gateway })])
  expect(grid.columns.map(({ name }) => name)).toEqual(['gate 1', 'gate 1 with loses-stop'])
})

test('a grid of no run is refused', () => {
  expect(() => gridOf([])).toThrow(expect.objectContaining({ code: 'E_GRID_NOTHING' }))
})

test('a run that is not whole says in which way, and how much of the grid it has', () => {
  const part = { shard: { index: 1, of: 4 }, only: ['chat/**'], interrupted: 'The gateway died.' }
  const stale = [{ scenario: 'chat/x', check: 'call/count', cases: ['chat/x'], reason: 'old' }]
  const baseline = { file: 'gate.yaml', entries: 3, unreviewed: 0, stale }
  const grid = gridOf([aColumn('1', [aCase(chat)], { ...part, baseline }), aColumn('2', [aCase(), aCase(chat)])])
  expect(grid.notes).toEqual([
    'gate 1: shard 1 of 4; only chat/**; ended early: The gateway died; 1 case of the 2 in this grid; 1 entry of the baseline gate.yaml not borne out.',
  ])
})

test('runs by different versions of Watertight are told', () => {
  const grid = gridOf([aColumn('1', [aCase()]), aColumn('2', [aCase()], { version: '0.2.0' })])
  expect(grid.notes).toEqual(['The runs are of different versions of Watertight: 0.1.0, 0.2.0.'])
})

test('findings by check tell what the baseline knows, with its reasons, from what is new', () => {
  const cases = [
    aCell('a=1', { findings: [known], outcome: 'known' }),
    aCell('a=2', { findings: [aFinding(), aFinding({ check: 'call/count', severity: 'high' })] }),
    aCase({ ...chat, findings: [known], outcome: 'known' }),
  ]
  expect(checkRows(aColumn('1', cases))).toEqual([
    {
      check: 'leak/canary-upstream',
      worst: 'critical',
      scenarios: 2,
      cases: 3,
      fresh: 1,
      reasons: [{ reason: 'they know', link: 'BerriAI/litellm#20419', scenarios: 2, cases: 2 }],
    },
    { check: 'call/count', worst: 'high', scenarios: 1, cases: 1, fresh: 1, reasons: [] },
  ])
})

test('a column keeps no exchange of its report', () => {
  const report = aRun([aCase({ findings: [aFinding()] })])
  const column = aColumn('1', report.cases)
  expect(JSON.stringify([...column.cells])).not.toContain('requestBody')
})
