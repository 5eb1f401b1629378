import { parseArgs } from 'node:util'
import { Fault } from '../contract/fault.ts'
import type { OptionSpec, OptionTable } from './command.ts'

type Environment = Readonly<Record<string, string | undefined>>

const switches: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false }

/** `--control-port` is `WATERTIGHT_CONTROL_PORT`. */
export function variableOf(option: string): string {
  return `WATERTIGHT_${option.toUpperCase().replaceAll('-', '_')}`
}

/**
 * What the environment says of options that the command line does not mention, as words of a command line. An empty
 * variable says nothing; the values of a repeatable option are separated by blanks.
 * @throws Fault E_OPTION_VALUE
 */
export function environmentArguments(
  options: OptionTable,
  args: readonly string[],
  environment: Environment,
): readonly string[] {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true })
  const mentioned = new Set(tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : [])))
  return Object.entries(options).flatMap(([name, spec]) => {
    const text = environment[variableOf(name)] ?? ''
    return text === '' || mentioned.has(name) ? [] : wordsOf(name, spec, text)
  })
}

function wordsOf(name: string, { type, multiple }: OptionSpec, text: string): readonly string[] {
  if (type === 'string')
    return (multiple ? text.split(/\s+/).filter(Boolean) : [text]).map((each) => `--${name}=${each}`)
  const isOn = switches[text]
  if (isOn !== undefined) return isOn ? [`--${name}`] : []
  throw new Fault('E_OPTION_VALUE', `${variableOf(name)}=${text} is neither on nor off`, {
    hint: `Set it to ${Object.keys(switches).join(', ')}, or leave it out.`,
  })
}
