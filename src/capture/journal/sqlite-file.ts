import type { DatabaseSync } from 'node:sqlite'
import { shownPath } from '../../contract/yaml-file.ts'
import { foreignFault, sqliteFault } from './sqlite-fault.ts'

/** Loaded where a journal is asked for: Node 22 warns as soon as it is, and that it is experimental there. */
function sqlite(): typeof import('node:sqlite') {
  return process.getBuiltinModule('node:sqlite')
}

/** `WTJN`: tells the file from other SQLite databases. */
const applicationId = 0x57544a4e
const version = 3
/** How long another writer is waited for. */
const lockMs = 250

const tables = `
  CREATE TABLE run (
    run INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE note (
    run INTEGER NOT NULL REFERENCES run,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (run, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE exchange (
    run INTEGER NOT NULL REFERENCES run,
    number INTEGER NOT NULL,
    hop TEXT NOT NULL,
    token TEXT,
    attribution TEXT NOT NULL,
    step INTEGER NOT NULL,
    provider TEXT,
    surface TEXT,
    operation TEXT,
    leniency TEXT,
    started_at REAL NOT NULL,
    method TEXT NOT NULL,
    target TEXT NOT NULL,
    request_headers TEXT NOT NULL,
    request_body BLOB NOT NULL,
    status INTEGER,
    reply_headers TEXT,
    reply_end TEXT,
    failure TEXT,
    verdict TEXT,
    PRIMARY KEY (run, number)
  ) STRICT;
  CREATE INDEX exchange_of_token ON exchange (run, token);
  CREATE TABLE frame (
    run INTEGER NOT NULL,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    at REAL NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (run, number, position),
    FOREIGN KEY (run, number) REFERENCES exchange
  ) STRICT, WITHOUT ROWID;
`

/**
 * Opens a journal file for writing and makes its tables when it is new. A commit survives the end of the process,
 * however that comes; readers do not hinder it.
 * @throws Fault E_JOURNAL_LOCKED, E_JOURNAL_UNOPENABLE, E_JOURNAL_DISK, E_JOURNAL_FOREIGN
 */
export function openForWriting(path: string): DatabaseSync {
  return opened(path, false, (database) => {
    if (isEmpty(database)) {
      database.exec(
        `BEGIN IMMEDIATE; ${tables} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version}; COMMIT`,
      )
    }
    checkOwn(database, path)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  })
}

/** @throws Fault E_JOURNAL_UNOPENABLE, E_JOURNAL_LOCKED, E_JOURNAL_FOREIGN */
export function openForReading(path: string): DatabaseSync {
  return opened(path, true, (database) => checkOwn(database, path))
}

function opened(path: string, readOnly: boolean, prepare: (database: DatabaseSync) => void): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new (sqlite().DatabaseSync)(path, { readOnly, timeout: lockMs })
    prepare(database)
    return database
  } catch (cause) {
    database?.close()
    throw sqliteFault(shownPath(path), cause)
  }
}

function isEmpty(database: DatabaseSync): boolean {
  return pragma(database, 'schema_version') === 0
}

function checkOwn(database: DatabaseSync, path: string): void {
  if (pragma(database, 'application_id') !== applicationId) throw foreignFault(shownPath(path), 'it holds other data')
  const found = pragma(database, 'user_version')
  if (found !== version) throw foreignFault(shownPath(path), `its format is ${found}, not ${version}`)
}

function pragma(database: DatabaseSync, name: 'schema_version' | 'application_id' | 'user_version'): unknown {
  return database.prepare(`PRAGMA ${name}`).get()?.[name]
}
