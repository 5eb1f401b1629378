import { Fault, Faults, faultLine } from '../contract/fault.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'

/** What went wrong, as lines for standard error, and the code to end with. */
export interface Failure {
  readonly text: string
  readonly exitCode: ExitCode
}

/** A mistake of whoever called us is told in a few lines; anything else is ours, and told with what a maintainer needs. */
export function failureOf(error: unknown, version: string): Failure {
  const faults = error instanceof Faults ? error.faults : error instanceof Fault ? [error] : []
  if (faults.length > 0 && faults.every(({ kind }) => kind === 'usage')) {
    return { text: faults.map((fault) => `watertight: ${faultLine(fault)}\n`).join(''), exitCode: exitCodes.usage }
  }
  const told = faults.map((fault) => `${faultLine(fault)}\n`).join('')
  const lines = [
    'watertight: a fault of Watertight itself, not of the gateway under test',
    `${told}${stackOf(error)}`,
    `watertight ${version}, node ${process.versions.node}, ${process.platform} ${process.arch}`,
    'Please report it to the maintainers of Watertight with these lines and the command you gave.',
  ]
  return { text: `${lines.join('\n')}\n`, exitCode: exitCodes.harness }
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}
