import { resolve } from 'node:path'
import { diffRuns, loadRun } from '../library/judge-run.ts'
import { type DiffPart, diffParts } from '../scenario/diff/diff-runs.ts'
import type { LoadedRun } from '../scenario/load-run.ts'
import type { Action } from './command.ts'
import type { diffOptions } from './commands.ts'
import { diffText } from './diff-text.ts'
import { exitCodes } from './exit-code.ts'
import { knownIn } from './known-name.ts'

const parts: Readonly<Record<string, DiffPart>> = Object.fromEntries(diffParts.map((part) => [part, part]))

/** `watertight diff` */
export const action: Action<typeof diffOptions> = async ({ values, operands: [first = '', second = ''] }, { out }) => {
  const chosen = (values.with ?? []).map((name) => knownIn(parts, name, 'part', 'E_OPTION_VALUE'))
  const before = loadRun(resolve(first))
  const after = loadRun(resolve(second))
  const difference = diffRuns(before, after, chosen)
  const report = { schema: 'watertight/run-diff/1', before: headOf(before), after: headOf(after), ...difference }
  out.write(values.json === true ? `${JSON.stringify(report)}\n` : diffText(difference, before.file, after.file))
  const { cases, onlyBefore, onlyAfter } = difference
  return cases.length + onlyBefore.length + onlyAfter.length === 0 ? exitCodes.clean : exitCodes.findings
}

function headOf({ file, record }: LoadedRun) {
  const { gateway, seed, startedAt } = record
  return { file, gateway, seed, startedAt }
}
