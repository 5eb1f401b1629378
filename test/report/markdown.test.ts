import { expect, test } from 'vitest'
import { markdownReporter } from '../../src/report/markdown.ts'
import type { RunReport } from '../../src/report/run-report.ts'
import { rendered } from '../kit/rendered.ts'
import { aCase, aCell, aFinding, aRun } from '../kit/reports.ts'

function markdown(report: RunReport): string {
  return rendered(markdownReporter, report)
}

test('the heading says what matters, and a table counts by family', () => {
  const text = markdown(
    aRun([
      aCell('a=1'),
      aCell('a=2', { findings: [aFinding()] }),
      aCase({ scenario: 'chat/x', outcome: 'not-applicable', lacks: ['stream'] }),
    ]),
  )
  expect(text).toContain('## Watertight: 1 of 3 cases failed\n\ngateway reference 0.1.0, 1.2 s, seed 7f3a\n')
  expect(text).toContain('| bridge | 1 | 1 |  |  |  |\n| chat |  |  |  |  | 1 |\n')
  expect(text).toContain('> Not applicable: 1 case because the gateway does not claim stream.')
})

test('a run without findings says so in one line', () => {
  expect(markdown(aRun([aCase()]))).toContain('## Watertight: 1 case passed\n')
  expect(markdown(aRun([aCase()]))).not.toContain('<details>')
})

test('every scenario with findings folds up, with the command that shows it again', () => {
  const text = markdown(
    aRun([aCase({ findings: [aFinding()] })], { findings: [aFinding({ check: 'call/attributed' })] }),
  )
  expect(text.match(/<summary>.*<\/summary>/g)).toEqual([
    '<summary>outside any case: call/attributed</summary>',
    '<summary>bridge/internal-metadata: leak/canary-upstream</summary>',
  ])
  expect(text).toContain("watertight run --gateway reference --seed 7f3a --case 'bridge/internal-metadata'")
})

test('nothing that a gateway says becomes markup', () => {
  const gateway = { id: 'x', version: '<img>|`*`', defects: [] }
  const message = 'a\n````\n</details><script>'
  const text = markdown(aRun([aCase({ findings: [aFinding({ message })] })], { gateway }))
  expect(text).toContain('gateway x &lt;img&gt;\\|\\`\\*\\`')
  const fence = /^`{5,}text$/m.exec(text)?.[0].replace('text', '') ?? 'none'
  expect(text.split(`\n${fence}`)).toHaveLength(3)
})

test('a summary stays shorter than what GitHub shows', () => {
  const cases = Array.from({ length: 30 }, (_, index) => {
    const message = `${index} ${'word '.repeat(10_000)}`
    return aCase({ scenario: `bridge/s${index}`, findings: [aFinding({ message, evidence: [] })] })
  })
  const text = markdown(aRun(cases))
  expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024)
  expect(text).toMatch(/\d+ more scenarios in the JSON report/)
})

test('whatever keeps a run from being clean stands in the heading, also where every case passed', () => {
  const stale = [{ scenario: 'a/b', check: 'call/count', cases: ['a/b'], reason: 'old' }]
  const text = markdown(
    aRun([aCase()], {
      findings: [aFinding({ check: 'call/attributed' })],
      baseline: { file: 'b.yaml', entries: 1, unreviewed: 0, stale },
      interrupted: 'the gateway died',
    }),
  )
  expect(text).toContain('## Watertight: 1 finding outside any case, 1 stale entry, the run is not whole\n')
  expect(markdown(aRun([]))).toContain('## Watertight: no case was run\n')
})
