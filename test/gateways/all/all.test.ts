import { expect, test } from 'vitest'
import { aCase, aFinding, aRun } from '../../kit/reports.ts'
import { allJobs, chosenJobs, versionsOf } from './jobs.ts'
import { noResult, runResult } from './result.ts'

const baseline = { file: 'b.yaml', entries: 1, unreviewed: 0, stale: [] }
const stale = [{ scenario: 'a/b', check: 'call/count', cases: ['a/b'], reason: 'old' }]

test('every baseline names a gateway that there is, and each of its versions is asked', async () => {
  const jobs = await allJobs()
  expect(jobs.map(({ name }) => name)).toContain('litellm@1.81.7')
  expect(new Set(jobs.map(({ name }) => name)).size).toBe(jobs.length)
})

test('versions are those of the baseline and of the recipe, the oldest first', () => {
  const entry = { scenario: 'a/b', check: 'call/count' }
  const known = [{ ...entry, versions: ['1.10.0', '1.9.0'] }, entry, { ...entry, versions: ['1.9.0'] }]
  expect(versionsOf({ gateway: 'x', known }, '2.0.0')).toEqual(['1.9.0', '1.10.0', '2.0.0'])
})

test('a name chooses every version, a name with a version that one, and a strange name none', () => {
  const jobs = ['x@1', 'x@2', 'y'].map((name) => ({ name, baseline: 'b.yaml', isInstallable: true }))
  const chosen = (names: readonly string[]) => chosenJobs(jobs, names).map(({ name }) => name)
  expect(chosen([])).toEqual(['x@1', 'x@2', 'y'])
  expect(chosen(['x'])).toEqual(['x@1', 'x@2'])
  expect(chosen(['y', 'x@2'])).toEqual(['x@2', 'y'])
  expect(() => chosen(['z'])).toThrow('no baseline speaks of z; there are x@1, x@2, y')
})

test.each([
  [
    'what its baseline says',
    aRun([aCase()], { baseline }),
    'as known  reference 0.1.0  1 case  0 known  0 new  0 stale',
  ],
  [
    'something new',
    aRun([aCase({ findings: [aFinding()] })], { baseline }),
    'NOT SO  reference 0.1.0  1 case  0 known  1 new',
  ],
  ['something outside any case', aRun([aCase()], { baseline, findings: [aFinding()] }), '1 new  0 stale'],
  [
    'what its baseline says outside of cases',
    aRun([aCase()], { baseline, findings: [{ ...aFinding(), known: { reason: 'known' } }] }),
    '0 new  0 stale',
  ],
  ['less than its baseline says', aRun([aCase()], { baseline: { ...baseline, stale } }), '0 new  1 stale'],
  ['nothing that could be tested', aRun([aCase({ findings: [aFinding({ outcome: 'untestable' })] })]), '1 untestable'],
  ['its work in part', aRun([aCase()], { interrupted: 'it died' }), 'not whole: it died'],
  ['nothing at all', aRun([aCase({ outcome: 'not-applicable' })]), 'NOT SO  reference 0.1.0  0 cases'],
])('a gateway that does %s is told in a line', (what, report, words) => {
  expect(runResult(report)).toEqual({
    line: expect.stringContaining(words),
    isAsKnown: what.startsWith('what its baseline says'),
  })
})

test('a gateway that cannot be installed is no success, and says why', () => {
  const told = 'watertight: npm failed [E_INSTALL_FAILED]\n  Look at what it says.\n'
  expect(noResult('NOT INSTALLED', 'x@1', told)).toEqual({
    line: 'NOT INSTALLED  x@1: watertight: npm failed [E_INSTALL_FAILED] Look at what it says.',
    isAsKnown: false,
  })
})
