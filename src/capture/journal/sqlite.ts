import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Fault } from '../../contract/fault.ts'
import { shownPath } from '../../contract/yaml-file.ts'
import type { Exchange } from '../exchange.ts'
import type { Journal } from '../journal.ts'
import { orderOf } from './filter.ts'
import { sqliteFault } from './sqlite-fault.ts'
import { openForWriting } from './sqlite-file.ts'

/** A file that follows a journal. Disposing writes what is still under way as it stands. */
export interface JournalFile extends Disposable {
  /**
   * Resolves when something cannot be written. It is kept, and tried again with all that follows and when the file is
   * closed; whoever keeps a journal has to watch this, for disposing throws only what was not told here.
   */
  readonly failed: Promise<Fault>
  /** Keeps a text of the run's, beside its exchanges; a later one of the same name takes its place. */
  note(name: string, text: string): void
}

interface Statements {
  readonly note: StatementSync
  readonly open: StatementSync
  readonly end: StatementSync
  readonly frame: StatementSync
}

/**
 * Keeps every exchange from now on in a SQLite file, also those that the journal drops or clears. A file that exists is
 * continued as a further run.
 *
 * A request is on disk before anybody can see its reply, and a whole exchange before the journal's own readers hear
 * that it is over: what somebody knows of is not lost, however this process ends.
 * @throws Fault E_JOURNAL_LOCKED, E_JOURNAL_UNOPENABLE, E_JOURNAL_DISK, E_JOURNAL_FOREIGN; disposing too
 */
export function keepJournal(path: string, journal: Journal, startedAt: Date): JournalFile {
  const database = openForWriting(path)
  const writer = createWriter(database, shownPath(path))
  const run = startRun(database, path, startedAt)
  const statements = prepare(database)
  const underWay = new Map<string, () => Exchange>()
  const endOpened = journal.onOpened((current) => {
    const exchange = current()
    underWay.set(exchange.id, current)
    writer.write(() => insert(statements, run, exchange))
  })
  const endOver = journal.onOver((exchange) => {
    underWay.delete(exchange.id)
    writer.write(() => complete(statements, run, exchange))
  })
  return {
    failed: writer.failed,
    note: (name, text) => writer.write(() => statements.note.run(run, name, text)),
    [Symbol.dispose]: () => {
      endOpened()
      endOver()
      writer.close([...underWay.values()].map((current) => () => complete(statements, run, current())))
    },
  }
}

interface Writer {
  readonly failed: Promise<Fault>
  /** Commits, or keeps the work for the next time. */
  write(work: () => void): void
  /** @throws Fault when what is left cannot be written, and `failed` has not told so */
  close(last: readonly (() => void)[]): void
}

function createWriter(database: DatabaseSync, file: string): Writer {
  const { promise: failed, resolve: fail } = Promise.withResolvers<Fault>()
  let unwritten: (() => void)[] = []
  let hasFailed = false
  const flush = (): void => {
    inTransaction(database, unwritten)
    unwritten = []
  }
  return {
    failed,
    write: (work) => {
      unwritten.push(work)
      try {
        flush()
      } catch (cause) {
        hasFailed = true
        fail(sqliteFault(file, cause))
      }
    },
    close: (last) => {
      unwritten.push(...last)
      try {
        if (unwritten.length > 0) flush()
      } catch (cause) {
        if (!hasFailed) throw sqliteFault(file, cause)
      } finally {
        database.close()
      }
    },
  }
}

function inTransaction(database: DatabaseSync, works: readonly (() => void)[]): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    for (const work of works) work()
    database.exec('COMMIT')
  } catch (error) {
    // A full disk rolls back by itself.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function startRun(database: DatabaseSync, path: string, startedAt: Date): number {
  try {
    const { lastInsertRowid } = database.prepare('INSERT INTO run (started_at) VALUES (?)').run(startedAt.toISOString())
    return Number(lastInsertRowid)
  } catch (cause) {
    database.close()
    throw sqliteFault(shownPath(path), cause)
  }
}

function prepare(database: DatabaseSync): Statements {
  return {
    note: database.prepare('INSERT OR REPLACE INTO note (run, name, text) VALUES (?, ?, ?)'),
    open: database.prepare(
      `INSERT INTO exchange (run, number, hop, token, attribution, step, provider, surface, operation, leniency,
        started_at, method, target, request_headers, request_body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    end: database.prepare(
      `UPDATE exchange SET status = ?, reply_headers = ?, reply_end = ?, failure = ?, verdict = ?
        WHERE run = ? AND number = ?`,
    ),
    frame: database.prepare('INSERT INTO frame (run, number, position, at, bytes) VALUES (?, ?, ?, ?, ?)'),
  }
}

function insert({ open }: Statements, run: number, exchange: Exchange): void {
  const { id, hop, token, attribution, step, provider, surface, operation, leniency, startedAt, request } = exchange
  const names = [token ?? null, attribution, step, provider ?? null, surface ?? null, operation ?? null] as const
  const lenient = leniency === undefined ? null : JSON.stringify(leniency)
  const { method, target, headers, body } = request
  open.run(run, orderOf(id), hop, ...names, lenient, startedAt, method, target, JSON.stringify(headers), body)
}

function complete({ end, frame }: Statements, run: number, { id, reply, failure, verdict }: Exchange): void {
  const number = orderOf(id)
  const head = reply === undefined ? [null, null, null] : [reply.status, JSON.stringify(reply.headers), reply.end]
  end.run(...head, failure ?? null, verdict === undefined ? null : JSON.stringify(verdict), run, number)
  for (const [position, { at, bytes }] of (reply?.frames ?? []).entries()) frame.run(run, number, position, at, bytes)
}
