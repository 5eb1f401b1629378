import { expect, test } from 'vitest'
import { prettyReporter } from '../../src/report/pretty.ts'
import type { CaseReport } from '../../src/report/run-report.ts'
import { collecting } from '../kit/rendered.ts'
import { aCase, aFinding, aRun } from '../kit/reports.ts'

function followed(cases: readonly CaseReport[], isTerminal: boolean): readonly string[] {
  const { output, pieces } = collecting({ isTerminal, columns: 60 })
  const reporter = prettyReporter(output)
  reporter.start?.({ cases: cases.length, scenarios: 3, gateway: 'reference' })
  reporter.gatewayReady?.('0.1.0')
  for (const one of cases) reporter.caseDone?.(one)
  reporter.end(aRun(cases))
  return pieces
}

const many = Array.from({ length: 200 }, (_, index) => aCase({ scenario: `chat/plain-${index}` }))

test('on a terminal one line is rewritten, never wider than the terminal, and erased before the report', () => {
  const erase = '\r\u001b[2K'
  const long = aCase({ scenario: `chat/${'long'.repeat(40)}`, findings: [aFinding()] })
  const writes = followed([...many, long], true)
  const live = writes.slice(0, -1)
  expect(live.every((text) => text.startsWith(erase) && !text.includes('\n'))).toBe(true)
  expect(Math.max(...live.map((text) => text.length - erase.length))).toBeLessThan(60)
  expect(live.at(-2)).toContain('201/201  1 failed  chat/long')
  expect(live.at(-1)).toBe(erase)
})

test('a run that comes to no report leaves no half line behind', () => {
  const { output, pieces } = collecting({ isTerminal: true, columns: 60 })
  const reporter = prettyReporter(output)
  reporter.start?.({ cases: 1, scenarios: 1, gateway: 'litellm' })
  reporter.abandon?.()
  expect(pieces.at(-1)).toBe('\r\u001b[2K')
})

test('elsewhere a run of any length takes a dozen plain lines', () => {
  const lines = followed(many, false).slice(0, -1).join('').trimEnd().split('\n')
  expect(lines).toHaveLength(12)
  expect(lines.at(0)).toBe('200 cases of 3 scenarios on gateway reference')
  expect(lines.at(-1)).toBe('200/200 cases, 0 failed')
  expect(lines.join('')).not.toContain('\u001b')
})

test('elsewhere the first failure of each scenario is told when it happens', () => {
  const failed = ['a=1', 'a=2'].map((cell) =>
    aCase({ scenario: 'chat/stop', id: `chat/stop[${cell}]`, findings: [aFinding()] }),
  )
  const text = followed([...failed, ...many], false)
    .slice(0, -1)
    .join('')
  expect(text.match(/^failed chat\/stop.*$/gm)).toEqual(['failed chat/stop[a=1]'])
})
