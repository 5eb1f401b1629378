import type { DatabaseSync } from 'node:sqlite'
import { shownPath } from '../../contract/yaml-file.ts'
import { parsedJson } from '../body.ts'
import type { Exchange } from '../exchange.ts'
import { exchangeFromJson } from './exchange-json.ts'
import { foreignFault, sqliteFault } from './sqlite-fault.ts'
import { openForReading } from './sqlite-file.ts'

/** A journal file, open for reading; also while it is written. */
export interface StoredJournal extends Disposable {
  /** In order. Never empty. */
  readonly runs: readonly StoredRun[]
  /** In order of arrival. @param run the last one when absent */
  exchanges(run?: number): Iterable<Exchange>
  /** What was kept beside the exchanges under this name. @param run the last one when absent */
  note(name: string, run?: number): string | undefined
}

export interface StoredRun {
  readonly run: number
  /** ISO 8601 */
  readonly startedAt: string
}

type Row = Readonly<Record<string, unknown>>

/** @throws Fault E_JOURNAL_UNOPENABLE, E_JOURNAL_LOCKED, E_JOURNAL_FOREIGN; reading too, and E_JOURNAL_EXCHANGE */
export function openJournal(path: string): StoredJournal {
  const database = openForReading(path)
  try {
    const runs = readRuns(database)
    const last = runs.at(-1)
    if (last === undefined) throw foreignFault(shownPath(path), 'it holds no run')
    return {
      runs,
      exchanges: (run = last.run) => readExchanges(database, path, run),
      note: (name, run = last.run) => readNote(database, path, name, run),
      [Symbol.dispose]: () => database.close(),
    }
  } catch (cause) {
    database.close()
    throw sqliteFault(shownPath(path), cause)
  }
}

function readRuns(database: DatabaseSync): readonly StoredRun[] {
  const rows = database.prepare('SELECT run, started_at FROM run ORDER BY run').all()
  return rows.map((row) => ({ run: Number(row['run']), startedAt: String(row['started_at']) }))
}

function readNote(database: DatabaseSync, path: string, name: string, run: number): string | undefined {
  try {
    const row = database.prepare('SELECT text FROM note WHERE run = ? AND name = ?').get(run, name)
    return row === undefined ? undefined : String(row['text'])
  } catch (cause) {
    throw sqliteFault(shownPath(path), cause)
  }
}

function* readExchanges(database: DatabaseSync, path: string, run: number): Iterable<Exchange> {
  const frames = database.prepare('SELECT at, bytes FROM frame WHERE run = ? AND number = ? ORDER BY position')
  try {
    for (const row of database.prepare('SELECT * FROM exchange WHERE run = ? ORDER BY number').iterate(run)) {
      yield exchangeFromJson(jsonOf(row, frames.all(run, row['number'] ?? 0)))
    }
  } catch (cause) {
    throw sqliteFault(shownPath(path), cause)
  }
}

/** Columns that are null are absent members. */
function jsonOf(row: Row, frames: readonly Row[]): unknown {
  const reply = {
    status: row['status'],
    headers: json(row['reply_headers']),
    frames: frames.map(({ at, bytes }) => ({ at, bytes: base64(bytes) })),
    end: row['reply_end'],
  }
  return present({
    id: `${row['hop'] === 'client' ? 'c' : 'u'}${row['number']}`,
    hop: row['hop'],
    token: row['token'],
    attribution: row['attribution'],
    step: row['step'],
    provider: row['provider'],
    surface: row['surface'],
    operation: row['operation'],
    leniency: json(row['leniency']),
    startedAt: row['started_at'],
    request: {
      method: row['method'],
      target: row['target'],
      headers: json(row['request_headers']),
      body: base64(row['request_body']),
    },
    reply: row['status'] === null ? null : reply,
    failure: row['failure'],
    verdict: json(row['verdict']),
  })
}

function present(members: Row): Row {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null))
}

function json(text: unknown): unknown {
  return typeof text === 'string' ? parsedJson(text) : null
}

function base64(bytes: unknown): unknown {
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : bytes
}
