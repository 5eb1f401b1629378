import fc from 'fast-check'
import { expect, test } from 'vitest'
import { htmlReporter } from '../../src/report/html/html.ts'
import { html } from '../../src/report/html/markup.ts'
import type { RunReport } from '../../src/report/run-report.ts'
import { rendered } from '../kit/rendered.ts'
import { aCase, aCell, aFinding, aLedger, anExchange, aRun } from '../kit/reports.ts'

function page(report: RunReport): string {
  return rendered(htmlReporter, report)
}

const stream = anExchange({
  replyHeaders: [['content-type', 'text/event-stream']],
  replyBody: 'data: {"a":1}\n\ndata: [DONE]\n\n',
  replyFrames: [
    { at: 1.5, size: 15 },
    { at: 3, size: 14 },
  ],
})

test('every case is a cell with a sign and a name, by family and scenario', () => {
  const text = page(aRun([aCell('a=1'), aCell('a=2', { findings: [aFinding()] }), aCase({ scenario: 'chat/x' })]))
  expect(text).toContain('<span role="img" class="cell passed" title="a=1: passed" aria-label="a=1: passed">✓</span>')
  expect(text).toContain('href="#s-bridge-internal-metadata" class="cell failed" title="a=2: failed"')
  expect(text.match(/<section class="family"><h3>(.*?)<\/h3>/g)).toHaveLength(2)
})

test('a finding is shown with its evidence, both bodies, its ledger, its frames and the command', () => {
  const text = page(aRun([aCase({ findings: [aFinding()], ledgers: [aLedger()], exchanges: [stream] })]))
  expect(text).toContain('body /metadata/user_api_key_user_email = &#60;user-email&#62;')
  expect(text).toContain('&#34;model&#34;: &#34;m&#34;')
  expect(text).toContain('<tr class="fault"><td class="mono">/stop</td>')
  expect(text).toContain('<div class="event"><span>1</span><div>data: [DONE]</div></div>')
  expect(text).toContain('<tr><td>1</td><td>3 ms</td><td>14</td></tr>')
  expect(text).toContain('<code>watertight run --gateway reference --seed 7f3a')
  expect(text).toContain('<a href="https://github.com/BerriAI/litellm/issues/20419">')
})

test('what a baseline knows stands apart, with its reason', () => {
  const known = { ...aFinding(), known: { reason: 'they know', link: 'BerriAI/litellm#20419' } }
  const text = page(aRun([aCase({ findings: [known], outcome: 'known' })]))
  expect(text).toContain('class="known" data-words="bridge/internal-metadata known leak/canary-upstream"')
  expect(text).toContain('they know <a href="https://github.com/BerriAI/litellm/issues/20419">')
})

test('the page loads nothing from anywhere', () => {
  const text = page(aRun([aCase({ findings: [aFinding()], exchanges: [stream] })]))
  expect(text).not.toMatch(/<(?:link|img|iframe)\b|\bsrc=|@import|url\(/)
})

test('nothing that is put into a page becomes markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { markup } = html`<p title="${text}">${text}</p>`
      expect(markup.match(/[<>]/g)).toHaveLength(4)
      expect(markup.match(/"/g)).toHaveLength(2)
    }),
  )
})
