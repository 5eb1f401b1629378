import fc from 'fast-check'
import { expect, test } from 'vitest'
import { junitReporter } from '../../src/report/junit.ts'
import type { RunReport } from '../../src/report/run-report.ts'
import { xmlDocument } from '../../src/report/xml.ts'
import { rendered } from '../kit/rendered.ts'
import { aCase, aCell, aFinding, aRun } from '../kit/reports.ts'
import { type ReadElement, readXml } from '../kit/xml.ts'

function junit(report: RunReport): ReadElement {
  return readXml(rendered(junitReporter, report))
}

const untestable = aFinding({ outcome: 'untestable', check: 'call/count', message: 'No upstream request was made.' })

test('every scenario is a suite and every case a test of it, counted by outcome', () => {
  const root = junit(
    aRun([
      aCell('a=1'),
      aCell('a=2', { findings: [aFinding(), untestable] }),
      aCase({ scenario: 'chat/text', findings: [untestable] }),
      aCase({ scenario: 'chat/tools', outcome: 'not-applicable', lacks: ['stream'] }),
    ]),
  )
  expect(root.attributes).toMatchObject({ tests: '4', failures: '1', errors: '1', skipped: '1', time: '1.234' })
  expect(root.children.map(({ attributes }) => attributes['name'])).toEqual([
    'bridge/internal-metadata',
    'chat/text',
    'chat/tools',
  ])
  expect(root.children[0]?.attributes).toMatchObject({ tests: '2', failures: '1', errors: '0', time: '0.024' })
  expect(root.children[0]?.children.map(({ attributes }) => attributes['name'])).toEqual(['a=1', 'a=2'])
})

test('a failure carries its message, its check and the whole explanation', () => {
  const [suite] = junit(aRun([aCase({ findings: [aFinding(), untestable] })])).children
  const failure = suite?.children[0]?.children[0]
  expect(failure?.name).toBe('failure')
  expect(failure?.attributes).toEqual({
    message: 'The identity of the virtual user reached the provider.',
    type: 'leak/canary-upstream',
  })
  expect(failure?.text).toContain('body /metadata/user_api_key_user_email = <user-email>')
  expect(failure?.text).toContain('No upstream request was made.')
  expect(failure?.text).toContain('reproduce')
})

test('what could not be tested is an error, and only what the gateway declares absent is skipped', () => {
  const [first, second] = junit(
    aRun([
      aCase({ scenario: 'a/b', findings: [untestable] }),
      aCase({ scenario: 'c/d', outcome: 'not-applicable', lacks: ['stream', 'drop:path'] }),
    ]),
  ).children
  expect(first?.children[0]?.children[0]?.name).toBe('error')
  expect(second?.children[0]?.children).toEqual([
    {
      name: 'skipped',
      attributes: { message: 'the gateway does not claim stream, drop:path' },
      children: [],
      text: '',
    },
  ])
})

test('findings of no case, an interruption and an empty run each make the report red', () => {
  const outside = junit(aRun([aCase()], { findings: [aFinding({ check: 'call/attributed' })] }))
  expect(outside.attributes).toMatchObject({ failures: '1', errors: '0' })
  expect(junit(aRun([aCase()], { interrupted: 'Ctrl-C' })).attributes['errors']).toBe('1')
  expect(junit(aRun([])).attributes['errors']).toBe('1')
})

test('any text comes back from attributes and content as it was, except what XML cannot carry', () => {
  const valid = fc
    .string({ unit: 'binary' })
    .filter((text) => !/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text))
  fc.assert(
    fc.property(valid, (text) => {
      const root = readXml(xmlDocument({ name: 'a', attributes: { b: text }, children: [text] }))
      expect(root).toMatchObject({ attributes: { b: text }, text })
    }),
  )
})

test('control characters and lone surrogates are shown, because XML forbids them even as references', () => {
  const text = 'a\u0000\u001b[31m\ud800\uffff]]>&amp;'
  const root = readXml(xmlDocument({ name: 'a', attributes: { b: text }, children: [text] }))
  const shown = 'a\\u0000\\u001b[31m\\ud800\\uffff]]>&amp;'
  expect(root).toMatchObject({ attributes: { b: shown }, text: shown })
})
