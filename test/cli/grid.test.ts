import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import type { RunReport } from '../../src/report/run-report.ts'
import { watertight } from '../kit/cli.ts'
import { aCase, aFinding, aRun } from '../kit/reports.ts'

vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'grid-'))
afterAll(() => rmSync(folder, { recursive: true }))

function written(name: string, report: RunReport | object): string {
  writeFileSync(join(folder, name), JSON.stringify(report))
  return name
}

function versioned(version: string): RunReport {
  return aRun([aCase({ findings: [aFinding()] })], { gateway: { id: 'gate', version, defects: [] } })
}

written('a.json', versioned('1.0'))
written('b.json', versioned('1.1'))

test('a grid is printed, or written into the files that are named; what it shows makes it no failure', async () => {
  const printed = await watertight(['grid', 'a.json', 'b.json'], { cwd: folder })
  expect(printed).toMatchObject({ code: 0, err: '', out: expect.stringContaining('| gate 1.0 | gate 1.1 |') })
  expect(printed.out).toContain('Made with `watertight grid a.json b.json`.')
  const args = ['grid', 'a.json', 'b.json', '--to', 'out/GRID.md', '--html', 'out/grid.html']
  expect(await watertight(args, { cwd: folder })).toEqual({ code: 0, out: '', err: '' })
  expect(readFileSync(join(folder, 'out/GRID.md'), 'utf8')).toContain('## Versions of gate')
  expect(readFileSync(join(folder, 'out/grid.html'), 'utf8')).toMatch(/^<!doctype html>/)
})

test.each([
  ['nothing', [], 'E_GRID_NOTHING'],
  ['a file that is not there', ['none.json'], 'E_REPORT_UNREADABLE'],
  ['a file that is no run report', [written('other.json', { schema: 'other' })], 'E_REPORT_INVALID'],
  ['two runs of one version', ['a.json', written('c.json', versioned('1.0'))], 'E_GRID_TWICE'],
  ['a place that cannot be written', ['a.json', '--to', 'a.json/GRID.md'], 'E_REPORT_UNWRITABLE'],
])('a grid of %s is a mistake that is told', async (_, args, code) => {
  const ended = await watertight(['grid', ...args], { cwd: folder })
  expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining(`[${code}]`) })
})
