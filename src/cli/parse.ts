import { parseArgs } from 'node:util'
import { Fault, throwFaults } from '../contract/fault.ts'
import { nearestNames } from '../contract/suggest.ts'
import type { Arguments, CommandWords, OperandSpec, OptionTable } from './command.ts'

/** As `node:util` tells it, before anything is known to be right. */
interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

/**
 * Everything wrong with a command line at once.
 * @throws Fault | Faults E_OPTION_UNKNOWN, E_OPTION_VALUE, E_OPTION_TWICE, E_OPERAND
 */
export function parseArguments<T extends OptionTable>(
  command: CommandWords & { readonly options: T },
  args: readonly string[],
): Arguments<T> {
  const { options } = command
  const lenient = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true })
  const seen = new Set<string>()
  const faults = lenient.tokens.flatMap((token) => {
    if (token.kind !== 'option') return []
    const isRepeated = seen.has(token.name)
    seen.add(token.name)
    return optionFaults(token, command, isRepeated)
  })
  throwFaults([...faults, ...operandFaults(lenient.positionals, command)])
  const { values, positionals } = parseArgs({ args: [...args], options, strict: true, allowPositionals: true })
  return { values, operands: positionals }
}

function optionFaults(token: OptionToken, { name, options }: CommandWords, isRepeated: boolean): readonly Fault[] {
  const spec = Object.hasOwn(options, token.name) ? options[token.name] : undefined
  if (spec === undefined) return [unknownOption(token, name, options)]
  const option = `--${token.name}`
  if (spec.type === 'boolean' && token.value !== undefined) {
    return [new Fault('E_OPTION_VALUE', `${option} takes no value`, { hint: `Write ${option} alone.` })]
  }
  if (spec.type === 'string' && !hasValue(token)) {
    const hint = `Write ${option} ${spec.value ?? 'VALUE'}; a value that begins with a dash as ${option}=VALUE.`
    return [new Fault('E_OPTION_VALUE', `${option} needs a value`, { hint })]
  }
  if (isRepeated && spec.multiple !== true) {
    return [new Fault('E_OPTION_TWICE', `${option} is given twice`, { hint: 'Leave one of them out.' })]
  }
  return []
}

/** The lenient parser takes whatever follows for the value, the next option too. */
function hasValue({ value, inlineValue }: OptionToken): boolean {
  return value !== undefined && value !== '' && (inlineValue === true || value === '-' || !value.startsWith('-'))
}

function unknownOption({ name, rawName }: OptionToken, command: string, options: OptionTable): Fault {
  const [nearest] = nearestNames(name, Object.keys(options))
  return new Fault('E_OPTION_UNKNOWN', `${command} has no option ${rawName}`, {
    hint: nearest === undefined ? seeHelp(command) : `Did you mean --${nearest}?`,
  })
}

function operandFaults(operands: readonly string[], { name, operand }: CommandWords): readonly Fault[] {
  const most = mostOperands(operand)
  if (operands.length > most) {
    const words = operands.slice(most).join(' ')
    return [new Fault('E_OPERAND', `${name} does not know what to do with: ${words}`, { hint: seeHelp(name) })]
  }
  if (operand !== undefined && operands.length < counts[operand.count].least) {
    return [new Fault('E_OPERAND', `${name} needs ${operand.name}`, { hint: seeHelp(name) })]
  }
  return []
}

const counts: Readonly<Record<OperandSpec['count'], { readonly least: number; readonly most: number }>> = {
  any: { least: 0, most: Number.POSITIVE_INFINITY },
  one: { least: 1, most: 1 },
  two: { least: 2, most: 2 },
}

function mostOperands(operand: OperandSpec | undefined): number {
  return operand === undefined ? 0 : counts[operand.count].most
}

function seeHelp(command: string): string {
  return `See watertight ${command} --help.`
}
