import { expect, test } from 'vitest'
import { gridOf } from '../../../src/report/grid/grid.ts'
import { gridMarkdown } from '../../../src/report/grid/markdown.ts'
import { aCase, aCell, aFinding } from '../../kit/reports.ts'
import { aColumn, aKnownFinding } from './runs.ts'

const known = aKnownFinding({ reason: 'they | know', link: 'BerriAI/litellm#20419' })
const before = aColumn('1.0', [
  aCell('a=1', { findings: [known], outcome: 'known' }),
  aCell('a=2', { findings: [aFinding({ check: 'call/count', severity: 'high' })] }),
  aCase({ scenario: 'chat/x', outcome: 'not-applicable', lacks: ['stream'] }),
])
const after = aColumn('1.1', [aCell('a=1', { passed: ['leak/canary-upstream'] })])

function markdown(): readonly string[] {
  return gridMarkdown(gridOf([before, after]), 'watertight grid a.json b.json').split('\n')
}

test('date and command stand at the top', () => {
  expect(markdown()[2]).toBe('Runs of 2026-11-21. Made with `watertight grid a.json b.json`.')
})

test('runs, families and scenarios are tables with the same signs', () => {
  const lines = markdown()
  expect(lines).toContain('| [gate 1.0](#gate-10) | 2026-11-21 12:00 | 3 |  | 1 | 1 |  | 1 | 1 s | none |')
  expect(lines).toContain('| bridge | 1 | 1 ✗ 1 ~ | 1 ✓ |')
  expect(lines).toContain('| chat | 1 | 1 – |  |')
  expect(lines).toContain('| **all** | 2 | 1 ✗ 1 ~ | 1 ✓ |')
  expect(lines).toContain('<details><summary>bridge: 1 scenario</summary>')
  expect(lines).toContain('| internal-metadata | 1 ✗ 1 ~ critical | 1 ✓ |')
})

test('each gateway has its findings by check, and what its baseline says of them', () => {
  const lines = markdown()
  expect(lines).toContain('### gate 1.0')
  expect(lines).toContain('| `call/count` | high | 1 | 1 | 1 |')
  expect(lines).toContain(
    '| `leak/canary-upstream` | they \\| know [BerriAI/litellm\\#20419](https://github.com/BerriAI/litellm/issues/20419) | 1 | 1 |',
  )
  expect(lines[lines.indexOf('### gate 1.1') + 2]).toBe('No check found anything.')
})

test('versions are told by bug report, and below by scenario and check, what changes apart from what stays', () => {
  const lines = markdown()
  const link = '[BerriAI/litellm\\#20419](https://github.com/BerriAI/litellm/issues/20419)'
  expect(lines).toContain(`| ${link} | seen in 1 of 1 | not seen in 1 | \`leak/canary-upstream\` |`)
  const changed = lines.indexOf('<details><summary>1 finding with some of these versions and not with others</summary>')
  expect(lines.slice(changed)).toContain(
    `| bridge/internal-metadata | \`leak/canary-upstream\` | seen in 1 of 1 | not seen in 1 | ${link} |`,
  )
  expect(lines).toContain('<details><summary>1 finding with every version with which the check was made</summary>')
})

test('what is found outside of any case is told, with what the baseline says of it', () => {
  const link = 'https://example.com/a_b'
  const findings = [
    aKnownFinding({ reason: 'they know', link }, { check: 'leak/canary-logs', message: 'A key is logged.' }),
  ]
  const text = gridMarkdown(gridOf([aColumn('1.0', [aCase()], { findings })]), 'watertight grid')
  expect(text).toContain(
    `> Outside any case: \`leak/canary-logs\`: A key is logged. Known: they know [https://example.com/a\\_b](${link})\n`,
  )
  expect(text).not.toContain('No check found anything.')
})

test('nothing that a gateway says becomes markup', () => {
  const text = gridMarkdown(gridOf([aColumn('<img>|', [aCase()])]), 'watertight grid `x`')
  expect(text).toContain('[gate &lt;img&gt;\\|]')
  expect(text).toContain("`watertight grid 'x'`")
})
