import { Fault } from '../../contract/fault.ts'
import { lastLines } from '../process/output-ring.ts'

const shownLines = 15

/** @param version as somebody wrote it */
export function versionTextFault(id: string, version: string): Fault {
  return new Fault('E_INSTALL_VERSION', `${id}@${version} names no exact version`, {
    hint: `Write one as the registry has it, such as ${id}@1.2.3.`,
  })
}

/**
 * @param reason why nobody should have it, as a clause
 * @param instead the version that its recipe names
 */
export function refusedFault(id: string, version: string, reason: string, instead: string): Fault {
  return new Fault('E_INSTALL_REFUSED', `${id} ${version} is not installed: ${reason}`, {
    hint: `Ask for another version, or for none: then it is ${instead}.`,
  })
}

/** @param needed what brings it, as an imperative sentence */
export function toolMissingFault(tool: string, needed: string, cause?: unknown): Fault {
  return new Fault('E_INSTALL_TOOL', `${tool} is needed for that, and is not on PATH`, { hint: needed, cause })
}

/** @param end how it ended, as a clause: `ended with exit code 1` */
export function toolFailedFault(what: string, end: string, output: string): Fault {
  return new Fault('E_INSTALL_FAILED', `${what} ${end}. Its last lines:\n${lastLines(output, shownLines)}`, {
    hint: 'Nothing is left of it. Mend what the last lines complain about (the version, the registry, the network) and install again.',
  })
}
