import { expect, test } from 'vitest'
import { bugRows, versionTables } from '../../../src/report/grid/by-version.ts'
import { gridOf } from '../../../src/report/grid/grid.ts'
import type { CaseReport } from '../../../src/report/run-report.ts'
import { aCase, aCell, aFinding } from '../../kit/reports.ts'
import { aColumn, aKnownFinding } from './runs.ts'

const check = 'leak/canary-upstream'
const leaking = aCell('a=1', { findings: [aKnownFinding({ reason: 'known', link: 'a/b#1' })], outcome: 'known' })
const tight = aCell('a=1', { passed: [check] })

function tablesOf(...versions: readonly (readonly CaseReport[])[]) {
  return versionTables(gridOf(versions.map((cases, index) => aColumn(`1.${index}`, cases))))
}

test('what is seen with one version and looked for in vain with another has changed, with its bug report', () => {
  const [table] = tablesOf([leaking, aCell('a=2', { passed: [check] })], [tight])
  expect(table).toEqual({
    gateway: 'gate',
    versions: ['1.0', '1.1'],
    changed: [
      {
        scenario: 'bridge/internal-metadata',
        check,
        sights: [
          { kind: 'seen', cases: 1, of: 2, links: ['a/b#1'] },
          { kind: 'not-seen', of: 1 },
        ],
        links: ['a/b#1'],
      },
    ],
    unchanged: [],
  })
})

test.each([
  ['the scenario was not run', [aCase({ scenario: 'chat/x' })], 'not-run'],
  ['the gateway does not claim what it needs', [aCell('a=1', { outcome: 'not-applicable' })], 'not-applicable'],
  ['the check was not made', [aCell('a=1', { passed: ['call/count'] })], 'not-made'],
  ['it could not be tested', [aCell('a=1', { findings: [aFinding({ outcome: 'untestable' })] })], 'untestable'],
])('where %s nothing is said to be gone', (_, cases, kind) => {
  const [table] = tablesOf([leaking], cases)
  expect(table?.changed).toEqual([])
  expect(table?.unchanged[0]?.sights).toEqual([{ kind: 'seen', cases: 1, of: 1, links: ['a/b#1'] }, { kind }])
})

test('a gateway of which there is one version has no table, nor have versions with defects', () => {
  expect(tablesOf([leaking])).toEqual([])
  const gateway = { id: 'gate', version: '2', defects: ['loses-stop'] }
  const grid = gridOf([aColumn('1', [leaking]), aColumn('2', [leaking], { gateway })])
  expect(versionTables(grid)).toEqual([])
})

test('a bug report has one row, with the scenarios of each version in which it is seen; another cause of the same finding is not it', () => {
  const known = aKnownFinding({ reason: 'known', link: 'a/b#1' })
  const other = aCase({ scenario: 'chat/x', findings: [known], outcome: 'known' })
  const another = aCase({ scenario: 'chat/x', findings: [aFinding()] })
  const [table] = tablesOf([leaking, other], [tight, another])
  expect(table && bugRows(table)).toEqual([
    {
      link: 'a/b#1',
      checks: [check],
      versions: [
        { seen: 2, of: 2 },
        { seen: 0, of: 2 },
      ],
    },
  ])
})
