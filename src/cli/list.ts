import { resolve } from 'node:path'
import { evidenceKinds } from '../contract/contract.ts'
import { Fault, throwFaults } from '../contract/fault.ts'
import { providerIds } from '../contract/surface.ts'
import type { Output } from '../report/reporter.ts'
import { padded, widthOf, wrapped } from '../report/text.ts'
import type { Action, Arguments } from './command.ts'
import type { listOptions } from './commands.ts'
import { exitCodes } from './exit-code.ts'
import { knownIn, unknownName } from './known-name.ts'
import { type Listed, type Subject, subjects } from './list-subjects.ts'
import { bundledScenarios } from './package-root.ts'

type Values = Arguments<typeof listOptions>['values']

/** `watertight list` */
export const action: Action<typeof listOptions> = async ({ values, operands }, { out }) => {
  const [name = ''] = operands
  const subject = knownIn(subjects, name, 'list of', 'E_SUBJECT_UNKNOWN')
  throwFaults(unsuited(values, name, subject))
  const { scenarios, provider, evidence } = values
  const items = await subject.list({
    scenarios: scenarios === undefined ? bundledScenarios : resolve(scenarios),
    provider: oneOf(providerIds, provider, 'provider', 'E_PROVIDER_UNKNOWN'),
    evidence: oneOf(evidenceKinds, evidence, 'kind of evidence', 'E_EVIDENCE_UNKNOWN'),
  })
  out.write(values.json === true ? jsonList(items) : plainList(items, out))
  if (values.json !== true && subject.summary !== undefined) out.write(`\n${subject.summary(items)}\n`)
  return exitCodes.clean
}

function unsuited(values: Values, name: string, { takes }: Subject): readonly Fault[] {
  return (['scenarios', 'provider', 'evidence'] as const)
    .filter((option) => values[option] !== undefined && !takes.includes(option))
    .map((option) => {
      const [suited] = Object.entries(subjects).find(([, subject]) => subject.takes.includes(option)) ?? []
      const hint = `Leave --${option} out, or write watertight list ${suited}.`
      return new Fault('E_OPTION_UNSUITED', `--${option} means nothing to a list of ${name}`, { hint })
    })
}

function oneOf<T extends string>(
  all: readonly T[],
  name: string | undefined,
  what: string,
  code: string,
): T | undefined {
  const found = all.find((one) => one === name)
  if (found === undefined && name !== undefined) throw unknownName(name, all, what, code)
  return found
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
