import { expect, test } from 'vitest'
import { foldRepeats } from '../../src/report/fold.ts'
import { scenarioGroups } from '../../src/report/groups.ts'
import type { CaseReport } from '../../src/report/run-report.ts'

function report(scenario: string, severity: CaseReport['severity'], pointers: readonly string[]): CaseReport {
  return {
    id: scenario,
    scenario,
    title: scenario,
    why: 'Because.',
    sources: [],
    severity,
    file: `${scenario}.yaml`,
    outcome: 'failed',
    level: 'real',
    relaxations: [],
    lacks: [],
    elapsedMs: 1,
    findings: pointers.map((body) => ({
      check: 'leak/canary-upstream',
      outcome: 'fail',
      severity: 'critical',
      blame: 'gateway',
      message: `found at ${body}`,
      evidence: [{ exchange: 'u1', hop: 'upstream', part: 'request', at: { body }, role: 'client-key', forms: [] }],
    })),
    passed: [],
    ledgers: [],
    exchanges: [],
    reproduce: 'watertight run',
  }
}

function told(cases: readonly CaseReport[]): unknown[] {
  return foldRepeats(scenarioGroups(cases)).map(({ example, findings, repeats }) => [
    example.scenario,
    findings.map(({ finding }) => finding.message),
    repeats.map(({ toldIn }) => toldIn),
  ])
}

test('a finding of several scenarios is told in the gravest one, and named in the others, which come last', () => {
  const cases = [report('a', 'high', ['/x']), report('b', 'critical', ['/x']), report('c', 'critical', ['/x'])]
  expect(told(cases)).toEqual([
    ['b', ['found at /x'], []],
    ['a', [], ['b']],
    ['c', [], ['b']],
  ])
})

test('findings at other places are other findings', () => {
  expect(told([report('a', 'high', ['/x']), report('b', 'high', ['/y', '/x'])])).toEqual([
    ['a', ['found at /x'], []],
    ['b', ['found at /y'], ['a']],
  ])
})
