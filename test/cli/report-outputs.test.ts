import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openReporters } from '../../src/cli/report-outputs.ts'
import { aCase, aRun } from '../kit/reports.ts'

const folder = mkdtempSync(join(tmpdir(), 'watertight-'))
afterAll(() => rmSync(folder, { recursive: true }))

function reported(choices: readonly string[]): string {
  let text = ''
  const write = (piece: string): void => {
    text += piece
  }
  using opened = openReporters(choices, { write, isTerminal: false, columns: 100, color: false })
  opened.reporter.end(aRun([aCase()]))
  return text
}

test('without a choice the report is for people', () => {
  expect(reported([])).toContain('1 passed')
})

test('a reporter with a file leaves standard output to people, and makes the folders it needs', () => {
  const file = join(folder, 'deep', 'er', 'report.json')
  expect(reported([`json=${file}`])).toContain('1 passed')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(aRun([aCase()]))
})

test('a reporter without a file has standard output to itself', () => {
  expect(JSON.parse(reported(['json', `junit=${join(folder, 'report.xml')}`]))).toEqual(aRun([aCase()]))
  expect(readFileSync(join(folder, 'report.xml'), 'utf8')).toContain('<testsuites')
})

test('an old report is emptied before anything runs', () => {
  const file = join(folder, 'old.xml')
  writeFileSync(file, 'old')
  using _opened = openReporters([`junit=${file}`], { write: () => {}, isTerminal: false, columns: 100, color: false })
  expect(readFileSync(file, 'utf8')).toBe('')
})

test.each([
  [['pretty', 'json'], 'E_REPORTER_OUTPUT'],
  [['junti'], 'E_REPORTER_UNKNOWN'],
  [[`json=${folder}`], 'E_REPORT_UNWRITABLE'],
])('%j is refused with %s', (choices, code) => {
  expect(() => reported(choices)).toThrow(expect.objectContaining({ code, kind: 'usage' }))
})
