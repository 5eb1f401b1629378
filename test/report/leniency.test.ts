import { expect, test } from 'vitest'
import { junitReporter } from '../../src/report/junit.ts'
import { prettyReporter } from '../../src/report/pretty.ts'
import type { ReporterFactory } from '../../src/report/reporter.ts'
import type { RunReport } from '../../src/report/run-report.ts'
import { rendered } from '../kit/rendered.ts'
import { aCase, aCell, aFinding, aRun } from '../kit/reports.ts'
import { readXml } from '../kit/xml.ts'

function written(report: RunReport, reporter: ReporterFactory = prettyReporter): string {
  return rendered(reporter, report, { columns: 200 })
}

const relaxations = [{ rule: 'openai/unknown-parameter', reason: 'an old one' }]

test('what was relaxed is told once for each scenario, also where every case passed', () => {
  const cases = [
    aCell('a=1', { relaxations }),
    aCell('a=2', { relaxations }),
    aCase({ scenario: 'chat/other', relaxations, level: 'observe' }),
    aCase({ scenario: 'chat/strict' }),
  ]
  const told = written(aRun(cases)).split('\n')
  const opening = 'Less strict than the provider in'
  expect(told.filter((line) => line.startsWith(opening))).toEqual([
    `${opening} 2 cases of bridge/internal-metadata: openai/unknown-parameter relaxed: an old one`,
    `${opening} 1 case of chat/other: level observe`,
    `${opening} 1 case of chat/other: openai/unknown-parameter relaxed: an old one`,
  ])
})

test('a case that was not run was not made less strict', () => {
  const cases = [aCase({ outcome: 'not-applicable', lacks: ['stream'], relaxations })]
  expect(written(aRun(cases))).not.toContain('Less strict')
})

test('a finding of a lenient case says so beside it', () => {
  const text = written(aRun([aCase({ findings: [aFinding()], relaxations, level: 'schema' })]))
  expect(text).toMatch(/lenient +level schema\n +openai\/unknown-parameter relaxed: an old one\n/)
})

test('JUnit has it as properties of the case, also of one that passed', () => {
  const root = readXml(
    written(aRun([aCase({ relaxations, level: 'schema' }), aCase({ scenario: 'a/b' })]), junitReporter),
  )
  const [lenient, strict] = root.children.map((suite) => suite.children[0]?.children ?? [])
  expect(lenient?.[0]?.children.map(({ attributes }) => attributes)).toEqual([
    { name: 'lenient', value: 'level schema' },
    { name: 'lenient', value: 'openai/unknown-parameter relaxed: an old one' },
  ])
  expect(strict).toEqual([])
})

test('a reason cannot steer the terminal', () => {
  const reason = '\u001b[2Jgone'
  const text = written(aRun([aCase({ relaxations: [{ rule: 'openai/x', reason }] })]))
  expect(text).not.toContain('\u001b')
})
