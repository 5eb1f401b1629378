import { Fault } from '../../contract/fault.ts'

interface Explanation {
  /** Primary result codes of SQLite: sqlite.org/rescode.html */
  readonly results: readonly number[]
  readonly code: string
  readonly words: string
  readonly hint: string
}

const explanations: readonly Explanation[] = [
  {
    results: [5, 6],
    code: 'E_JOURNAL_LOCKED',
    words: 'is locked by another program',
    hint: 'End the program that writes to it, or choose another file.',
  },
  {
    results: [3, 8, 14],
    code: 'E_JOURNAL_UNOPENABLE',
    words: 'cannot be opened',
    hint: 'Check that its folder exists and that this user may write to both.',
  },
  {
    results: [10, 13],
    code: 'E_JOURNAL_DISK',
    words: 'cannot be written: the disk is full or fails',
    hint: 'Make room, or choose a file on another disk.',
  },
  {
    results: [11, 26],
    code: 'E_JOURNAL_FOREIGN',
    words: 'is no journal of Watertight',
    hint: 'Choose a file that does not exist yet, or one that Watertight has written.',
  },
]

/** What SQLite objects to, as somebody who chose the file has to hear it. */
export function sqliteFault(file: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause
  const result = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) & 0xff : undefined
  const known = explanations.find(({ results }) => result !== undefined && results.includes(result))
  if (known !== undefined) {
    return new Fault(known.code, `the journal ${file} ${known.words}`, { hint: known.hint, cause })
  }
  const what = cause instanceof Error ? cause.message : String(cause)
  return new Fault('E_JOURNAL_SQLITE', `the journal ${file} fails: ${what}`, {
    kind: 'harness',
    hint: 'Report this with the message above.',
    cause,
  })
}

export function foreignFault(file: string, why: string): Fault {
  return new Fault('E_JOURNAL_FOREIGN', `the journal ${file} is no journal of this version of Watertight: ${why}`, {
    hint: 'Choose a file that does not exist yet, or one that this version has written.',
  })
}
