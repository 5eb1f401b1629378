import { expect, test } from 'vitest'
import { gridOf } from '../../../src/report/grid/grid.ts'
import { gridPage } from '../../../src/report/grid/html/page.ts'
import { aCase, aCell, aFinding } from '../../kit/reports.ts'
import { aColumn, aKnownFinding } from './runs.ts'

const known = aKnownFinding({ reason: 'they know', link: 'BerriAI/litellm#20419' })
const columns = [
  aColumn('1.0', [aCell('a=1', { findings: [known], outcome: 'known' }), aCell('a=2', { findings: [aFinding()] })]),
  aColumn('1.1', [aCell('a=1', { passed: ['leak/canary-upstream'] }), aCell('a=2', { findings: [aFinding()] })]),
  aColumn('1.2', [aCase({ scenario: 'chat/x' })]),
]
const page = gridPage(gridOf(columns), 'watertight grid <a>')

test('every link within the page leads to a place on it, and no place has two names', () => {
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
  expect(targets).toContain('s-bridge-internal-metadata')
  expect(targets).toContain('g-gate-1-0')
  expect(targets.filter((id) => !ids.includes(id))).toEqual([])
})

test('a cell shows its counts and the worst, and nothing where the scenario was not run', () => {
  expect(page).toContain(
    '<td><span class="part failed" title="1 failed">✗&nbsp;1</span><span class="part known" title="1 known">~&nbsp;1</span><span class="worst critical">critical</span></td>',
  )
  expect(page).toContain('<td></td>')
})

test('a finding that several gateways show is told once, with all their names and a command of each', () => {
  expect(page.match(/<div class="finding">/g)).toHaveLength(2)
  expect(page).toContain('<span class="name">gate 1.0</span> <span class="name">gate 1.1</span> ')
  expect(page.match(/<div><code>watertight run --gateway reference/g)).toHaveLength(3)
  expect(page).toContain('body /metadata/user_api_key_user_email = &#60;user-email&#62;')
})

test('what a baseline knows is told with its reason and its link', () => {
  expect(page).toContain('known: they know <a href="https://github.com/BerriAI/litellm/issues/20419">')
})

test('what is found outside of any case is told, with what the baseline says of it', () => {
  const findings = [aKnownFinding({ reason: 'they know' }, { check: 'leak/canary-logs', message: 'A key is logged.' })]
  const text = gridPage(gridOf([aColumn('1.0', [aCase()], { findings })]), 'watertight grid')
  expect(text).toContain(
    '<p>Outside any case: <code>leak/canary-logs</code> A key is logged.</p><p class="known">known: they know </p>',
  )
  expect(text).not.toContain('No check found anything.')
})

test('the page loads nothing, and what is put into it is text', () => {
  expect(page).not.toMatch(/<(?:link|img|iframe)\b|\bsrc=|@import|url\(/)
  expect(page).toContain('<code>watertight grid &#60;a&#62;</code>')
})
