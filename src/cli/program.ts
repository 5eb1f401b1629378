import { Fault } from '../contract/fault.ts'
import { nearestNames } from '../contract/suggest.ts'
import type { Command } from './command.ts'
import { commands } from './commands.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { commandHelp, programHelp } from './help.ts'
import { packageVersion } from './package-root.ts'
import { failureOf } from './print-fault.ts'
import type { Shell } from './shell.ts'

/** Runs one command line; never rejects. */
export async function runProgram(shell: Shell): Promise<ExitCode> {
  try {
    return await dispatch(shell)
  } catch (error) {
    const { text, exitCode } = failureOf(error, packageVersion())
    shell.err.write(text)
    return exitCode
  }
}

async function dispatch(shell: Shell): Promise<ExitCode> {
  const [first, ...rest] = shell.args
  switch (first) {
    case undefined:
      shell.err.write(programHelp(commands))
      return exitCodes.usage
    case '--help':
    case '-h':
      shell.out.write(programHelp(commands))
      return exitCodes.clean
    case '--version':
      shell.out.write(`${packageVersion()}\n`)
      return exitCodes.clean
    default:
      return await invoke(commandNamed(first), rest, shell)
  }
}

/** Help wins over everything else on the line, mistakes included. */
async function invoke(command: Command, args: readonly string[], shell: Shell): Promise<ExitCode> {
  const end = args.indexOf('--')
  const beforeEnd = end === -1 ? args : args.slice(0, end)
  if (!beforeEnd.includes('--help') && !beforeEnd.includes('-h')) return await command.invoke(args, shell)
  shell.out.write(commandHelp(command))
  return exitCodes.clean
}

function commandNamed(name: string): Command {
  const found = commands.find((command) => command.name === name)
  if (found !== undefined) return found
  const names = commands.map((command) => command.name)
  const [nearest] = nearestNames(name, name.startsWith('-') ? ['--help', '--version'] : names)
  const known = `Commands: ${names.join(', ')}. See watertight --help.`
  throw new Fault('E_COMMAND_UNKNOWN', `there is no ${name.startsWith('-') ? 'option' : 'command'} ${name}`, {
    hint: nearest === undefined ? known : `Did you mean watertight ${nearest}?`,
  })
}
