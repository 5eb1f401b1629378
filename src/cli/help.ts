import { padded, widthOf, wrapped } from '../report/text.ts'
import type { CommandWords, OptionSpec } from './command.ts'

const exitCodeLines = [
  ['0', 'clean'],
  ['1', 'findings, something untestable, or no case at all'],
  ['2', 'a mistake in the command line, a file or the environment'],
  ['3', 'Watertight itself is at fault'],
  ['130, 143', 'ended by Ctrl-C or SIGTERM, after reporting what was recorded'],
] as const

const widestHelp = 100

const environmentHelp =
  'Each option may be set in the environment as well, where the command line does not: --control-port as WATERTIGHT_CONTROL_PORT, a switch as true or false, the values of a repeatable option separated by blanks.'

/** `watertight --help` */
export function programHelp(commands: readonly CommandWords[]): string {
  return page([
    ['watertight COMMAND [options]'],
    wrapped(
      'Proves that an LLM gateway sends its providers what the client asked for, no more and no less.',
      widestHelp,
    ),
    titled(
      'Commands',
      commands.map(({ name, summary }) => [name, summary]),
    ),
    titled('Options', [
      ['--help', 'after a command: what it does and takes'],
      ['--version', 'the version of Watertight'],
    ]),
    titled('Exit codes', exitCodeLines),
  ])
}

/** `watertight run --help` */
export function commandHelp(command: CommandWords): string {
  const { operand } = command
  return page([
    [usageLine(command)],
    wrapped(command.summary, widestHelp),
    ...(operand === undefined ? [] : [columns([[operand.name, operand.help]])]),
    ...optionLines(command),
    ['Examples', ...command.examples.map((example) => `  watertight ${example}`)],
  ])
}

/** `watertight run [PATTERN...] [options]` */
export function usageLine({ name, operand, options }: CommandWords): string {
  const operands = operand === undefined ? '' : operand.count === 'any' ? ` [${operand.name}...]` : ` ${operand.name}`
  return `watertight ${name}${operands}${Object.keys(options).length === 0 ? '' : ' [options]'}`
}

function optionLines({ options, readsEnvironment }: CommandWords): readonly (readonly string[])[] {
  const rows = Object.entries(options).map(([name, spec]) => [optionText(name, spec), optionHelp(spec)] as const)
  if (rows.length === 0) return []
  return [titled('Options', rows), ...(readsEnvironment ? [wrapped(environmentHelp, widestHelp)] : [])]
}

function optionText(name: string, { value }: OptionSpec): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`
}

function optionHelp({ help, multiple, default: standard }: OptionSpec): string {
  const notes = [...(multiple ? ['may be repeated'] : []), ...(standard === undefined ? [] : [`default ${standard}`])]
  return notes.length === 0 ? help : `${help} (${notes.join(', ')})`
}

type Rows = readonly (readonly [string, string])[]

function titled(title: string, rows: Rows): readonly string[] {
  return [title, ...columns(rows)]
}

/** What it is on the left, what it does on the right. */
function columns(rows: Rows): readonly string[] {
  const left = Math.max(...rows.map(([term]) => widthOf(term))) + 4
  return rows.flatMap(([term, words]) =>
    wrapped(words, widestHelp - left).map((line, index) => padded(index === 0 ? `  ${term}` : '', left) + line),
  )
}

function page(sections: readonly (readonly string[])[]): string {
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
