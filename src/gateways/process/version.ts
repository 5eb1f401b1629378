import type { Fault } from '../../contract/fault.ts'
import type { VersionDefinition } from './definition/definition.ts'
import { render, type Scope } from './definition/render.ts'
import { textMembers } from './definition/values.ts'
import { gatewayVersionFault } from './faults.ts'
import { lastLines } from './output-ring.ts'
import { ask } from './readiness.ts'
import { runCommand } from './run-command.ts'

/** A program may have to load everything that it is before it knows its version. */
const commandMs = 120_000
const shownLines = 5

export interface VersionQuestion {
  /** As messages call the gateway. */
  readonly name: string
  readonly definition: VersionDefinition
  readonly scope: Scope
}

/** How to run the version command: its program as found, and PATH of the operator. */
export interface VersionCommand {
  readonly executable: string
  readonly args: readonly string[]
  readonly path: string | undefined
}

/** @throws Fault E_GATEWAY_VERSION when it tells none, or one that is not accepted; the reason of `signal` */
export async function versionByCommand(
  question: VersionQuestion,
  command: VersionCommand,
  signal: AbortSignal,
): Promise<string> {
  const output = await runCommand({ ...command, withinMs: commandMs }, signal).catch((cause: unknown) => {
    signal.throwIfAborted()
    throw gatewayVersionFault(question.name, 'cannot be asked for its version', 'Mend version.command.', cause)
  })
  if (output === undefined) {
    const told = `did not tell its version within ${commandMs / 1000} s`
    throw gatewayVersionFault(question.name, told, 'Name a command in version.command that ends by itself.')
  }
  return accepted(question, output)
}

/** @throws Fault E_GATEWAY_VERSION when it tells none, or one that is not accepted; the reason of `signal` */
export async function versionAtPath(question: VersionQuestion, url: string, signal: AbortSignal): Promise<string> {
  const answer = await ask(url, textMembers(render(question.definition.headers, question.scope)), signal)
  signal.throwIfAborted()
  if (answer !== undefined) return accepted(question, answer.body)
  throw gatewayVersionFault(question.name, `does not answer at ${url}`, 'Mend version.path.')
}

function accepted(question: VersionQuestion, text: string): string {
  const { matches, accepts } = question.definition
  const found = new RegExp(matches, 'm').exec(text)
  if (found === null) throw untold(question, text)
  const version = found[1] ?? found[0]
  if (accepts === undefined || new RegExp(accepts).test(version)) return version
  const told = `is ${version}, which does not fit ${accepts}`
  throw gatewayVersionFault(question.name, told, 'Install another version, or change version.accepts.')
}

function untold({ name, definition }: VersionQuestion, text: string): Fault {
  const told = `tells no version that fits ${definition.matches}. It says:\n${lastLines(text, shownLines)}`
  return gatewayVersionFault(name, told, 'Mend version.matches: its first group is the version.')
}
