import type { parseArgs } from 'node:util'
import { environmentArguments } from './environment-options.ts'
import type { ExitCode } from './exit-code.ts'
import { parseArguments } from './parse.ts'
import type { Shell } from './shell.ts'

/** One option, as `node:util` parses it and as help shows it. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean'
  readonly multiple?: true
  readonly default?: string
  /** What stands for the value in help: `ID`. */
  readonly value?: string
  /** What it does, without a full stop. */
  readonly help: string
}

/** By long name, without dashes. */
export type OptionTable = Readonly<Record<string, OptionSpec>>

/** What may stand beside the options. */
export interface OperandSpec {
  readonly name: string
  readonly help: string
  /** Of `two` the name says both. */
  readonly count: 'any' | 'one' | 'two'
}

/** A parsed command line, typed by its option table. */
export interface Arguments<T extends OptionTable> {
  readonly values: ReturnType<typeof parseArgs<{ options: T; strict: true; allowPositionals: true }>>['values']
  readonly operands: readonly string[]
}

/** Does a command's work; what it throws is printed. */
export type Action<T extends OptionTable> = (args: Arguments<T>, shell: Shell) => Promise<ExitCode>

/** What people read about a command. Parsing and help both follow it. */
export interface CommandWords {
  readonly name: string
  /** One sentence. */
  readonly summary: string
  readonly operand?: OperandSpec
  readonly options: OptionTable
  /** What the command line does not say is taken from the environment: `WATERTIGHT_LEVEL` for `--level`. */
  readonly readsEnvironment?: true
  /** Without the program's name. */
  readonly examples: readonly string[]
}

export interface CommandSpec<T extends OptionTable> extends CommandWords {
  readonly options: T
  /** The work's module is loaded only when it is asked for, so that help answers at once. */
  load(): Promise<{ readonly action: Action<T> }>
}

export interface Command extends CommandWords {
  /** @throws Fault | Faults E_OPTION_*, E_OPERAND_*, and whatever the action throws */
  invoke(args: readonly string[], shell: Shell): Promise<ExitCode>
}

export function command<const T extends OptionTable>(spec: CommandSpec<T>): Command {
  return {
    ...spec,
    invoke: async (args, shell) => {
      const given = spec.readsEnvironment ? environmentArguments(spec.options, args, shell.env) : []
      const parsed = parseArguments(spec, [...given, ...args])
      const { action } = await spec.load()
      return await action(parsed, shell)
    },
  }
}
