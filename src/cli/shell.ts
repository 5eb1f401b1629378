import type { Output } from '../report/reporter.ts'
import type { Interrupt } from './interrupt.ts'

/** Everything of the process that a command may use. */
export interface Shell {
  /** After the program's name. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** What was asked for: reports, lists, help. */
  readonly out: Output
  /** What went wrong, and notes that must not mix with what was asked for. */
  readonly err: Output
  readonly interrupt: Interrupt
}
