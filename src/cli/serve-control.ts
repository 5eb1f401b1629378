import type { JournalFile } from '../capture/journal/sqlite.ts'
import type { Journal } from '../capture/journal.ts'
import { Fault } from '../contract/fault.ts'
import type { Address } from '../fake-kit/address.ts'
import type { RunningControl } from '../fake-kit/control/start-control.ts'
import type { RunningFakes } from '../fake-kit/fakes.ts'
import type { Arguments } from './command.ts'
import type { serveOptions } from './commands.ts'
import { packageVersion } from './package-root.ts'

type Values = Arguments<typeof serveOptions>['values']

const highestPort = 65_535

/** `undefined` for none. @throws Fault E_OPTION_VALUE */
export function controlPort({ 'control-port': port, 'no-control': none }: Values): number | undefined {
  if (none !== true) return port === undefined ? 0 : portOf(port, `--control-port ${port}`)
  if (port === undefined) return undefined
  throw new Fault('E_OPTION_VALUE', '--control-port and --no-control contradict each other', {
    hint: 'Leave one of them out.',
  })
}

/** @param option as it was written @throws Fault E_OPTION_VALUE */
export function portOf(text: string, option: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= highestPort) return port
  throw new Fault('E_OPTION_VALUE', `${option} names no port`, {
    hint: `Write a number up to ${highestPort}; 0 takes any free one.`,
  })
}

/** Loaded only when it is wanted, as it takes a while. */
export async function startControlPort(fakes: RunningFakes, address: Address): Promise<RunningControl> {
  const { startControl } = await import('../fake-kit/control/start-control.ts')
  return await startControl({ fakes, ...address, version: packageVersion() })
}

/** SQLite is loaded only when it is wanted: not every Node that we run on has it without a warning. */
export async function journalFile(path: string | undefined, journal: Journal): Promise<JournalFile | undefined> {
  if (path === undefined) return undefined
  const { keepJournal } = await import('../capture/journal/sqlite.ts')
  return keepJournal(path, journal, new Date())
}
