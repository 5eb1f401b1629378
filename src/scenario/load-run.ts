import { openJournal } from '../capture/journal/read-sqlite.ts'
import { shownPath } from '../contract/yaml-file.ts'
import type { ExchangeSource } from './case-facts.ts'
import { sourceOf } from './exchange-source.ts'
import { checkWhole, readRun, type StoredRun } from './run-record.ts'

/** A run as its journal kept it, in memory. */
export interface LoadedRun extends StoredRun {
  /** As messages show it. */
  readonly file: string
  readonly source: ExchangeSource
}

/**
 * The last run of a journal's file.
 * @param version of Watertight, now
 * @throws Fault E_JOURNAL_UNOPENABLE, E_JOURNAL_LOCKED, E_JOURNAL_FOREIGN, E_JOURNAL_EXCHANGE, E_JOURNAL_NO_RUN,
 * E_JOURNAL_VERSION, E_JOURNAL_DAMAGED
 */
export function loadRun(path: string, version: string): LoadedRun {
  const file = shownPath(path)
  using journal = openJournal(path)
  const run = readRun(journal, file, version)
  const exchanges = [...journal.exchanges()]
  checkWhole(run, exchanges.length, file)
  return { ...run, file, source: sourceOf(exchanges) }
}
