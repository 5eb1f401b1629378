import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Fault } from '../contract/fault.ts'
import { shownPath } from '../contract/yaml-file.ts'
import { columnOf, type GridColumn } from '../report/grid/column.ts'
import { gridOf } from '../report/grid/grid.ts'
import { gridPage } from '../report/grid/html/page.ts'
import { gridMarkdown } from '../report/grid/markdown.ts'
import type { Action } from './command.ts'
import type { gridOptions } from './commands.ts'
import { exitCodes } from './exit-code.ts'
import { readReport } from './read-report.ts'
import { shellCommand } from './shell-words.ts'

/** `watertight grid`. It lays runs side by side and judges none, so what it shows makes it no failure. */
export const action: Action<typeof gridOptions> = async ({ values, operands }, { args, out }) => {
  const { to, html } = values
  const grid = gridOf(operands.map(readColumn))
  const command = shellCommand(['watertight', ...args])
  if (html !== undefined) write(html, gridPage(grid, command))
  if (to !== undefined) write(to, gridMarkdown(grid, command))
  if (html === undefined && to === undefined) out.write(gridMarkdown(grid, command))
  return exitCodes.clean
}

/** One after the other: a report of a whole suite can be fifty megabytes, its column is one. */
function readColumn(path: string): GridColumn {
  const { name, report } = readReport(path)
  return columnOf(report, name)
}

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  } catch (cause) {
    const hint = 'Check the path and its permissions.'
    throw new Fault('E_REPORT_UNWRITABLE', `cannot write the grid ${shownPath(path)}`, { hint, cause })
  }
}
