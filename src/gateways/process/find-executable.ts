import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'

/** Absolute path of the program that a shell would start for this command with this PATH; `undefined` when there is none. */
export function findExecutable(command: string, path: string | undefined): string | undefined {
  if (isAbsolute(command) || command.includes('/')) {
    const file = resolve(command)
    return isExecutable(file) ? file : undefined
  }
  return (path ?? '')
    .split(delimiter)
    .filter((directory) => directory !== '')
    .map((directory) => resolve(join(directory, command)))
    .find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
