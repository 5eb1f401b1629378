import { resolve } from 'node:path'
import { Fault } from '../contract/fault.ts'
import type { Output } from '../report/reporter.ts'
import { padded, widthOf, wrapped } from '../report/text.ts'
import type { Action } from './command.ts'
import type { listOptions } from './commands.ts'
import { exitCodes } from './exit-code.ts'
import { knownIn } from './known-name.ts'
import { type Listed, subjects } from './list-subjects.ts'
import { bundledScenarios } from './package-root.ts'

/** `watertight list` */
export const action: Action<typeof listOptions> = async ({ values, operands }, { out }) => {
  const [subject = ''] = operands
  const list = knownIn(subjects, subject, 'list of', 'E_SUBJECT_UNKNOWN')
  if (values.scenarios !== undefined && subject !== 'scenarios') {
    const hint = 'Leave --scenarios out, or write watertight list scenarios.'
    throw new Fault('E_OPTION_UNSUITED', `--scenarios means nothing to a list of ${subject}`, { hint })
  }
  const items = await list({ scenarios: values.scenarios === undefined ? bundledScenarios : resolve(values.scenarios) })
  out.write(values.json === true ? jsonList(items) : plainList(items, out))
  return exitCodes.clean
}

/** The note is made of other members, so that programs do not need it. */
function jsonList(items: readonly Listed[]): string {
  return `${JSON.stringify(
    items.map(({ note: _, ...item }) => item),
    null,
    2,
  )}\n`
}

/** One line each, wrapped on a terminal only: a line that is read by a program stays in one piece. */
function plainList(items: readonly Listed[], { isTerminal, columns }: Output): string {
  const left = Math.max(0, ...items.map(({ id }) => widthOf(id))) + 2
  const room = isTerminal ? Math.max(40, columns - left) : Number.POSITIVE_INFINITY
  const lines = items.flatMap(({ id, title, note }) =>
    wrapped(`${title} (${note})`, room).map((line, index) => padded(index === 0 ? id : '', left) + line),
  )
  return lines.map((line) => `${line}\n`).join('')
}
