import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Exchange } from '../../src/capture/exchange.ts'
import { openJournal } from '../../src/capture/journal/read-sqlite.ts'
import { keepJournal } from '../../src/capture/journal/sqlite.ts'
import { Journal } from '../../src/capture/journal.ts'
import { anyExchange } from './any-exchange.ts'
import { begin, record } from './exchanges.ts'
import { startRecorder } from './recorder-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'watertight-journal-'))
const start = new Date('2026-01-02T03:04:05.678Z')
let count = 0

afterAll(() => rmSync(folder, { recursive: true }))

function newPath(): string {
  count += 1
  return join(folder, `${count}.sqlite`)
}

function stored(path: string, run?: number): readonly Exchange[] {
  using journal = openJournal(path)
  return [...journal.exchanges(run)]
}

/** Records what the exchange tells, as its recorder would have. */
function replay(journal: Journal, { id: _, startedAt: __, reply, failure, verdict, ...opening }: Exchange): void {
  const recorder = journal.open(opening)
  if (verdict !== undefined) recorder.verdict(verdict)
  if (reply !== undefined) {
    recorder.head(reply.status, reply.headers)
    for (const { bytes } of reply.frames) recorder.frame(bytes)
    recorder.end(reply.end === 'cut' ? 'cut' : 'complete')
  }
  if (failure !== undefined) recorder.fail(failure)
}

test('every exchange comes back from the file as it was recorded', () => {
  const path = newPath()
  const journal = new Journal()
  {
    using _ = keepJournal(path, journal, start)
    for (const exchange of fc.sample(anyExchange, { numRuns: 100, seed: 7 })) replay(journal, exchange)
    begin(journal, { token: 'under way', body: 'kept' }).head(200, [['a', 'b']])
  }
  expect(stored(path)).toStrictEqual(journal.exchanges())
})

test('what the journal drops or clears is kept', () => {
  const path = newPath()
  const journal = new Journal({ byteBudget: 3000 })
  {
    using _ = keepJournal(path, journal, start)
    for (let number = 0; number < 10; number++) record(journal, { token: 't', body: 'x'.repeat(1000) })
    journal.clear()
  }
  expect(journal.exchanges()).toEqual([])
  expect(stored(path)).toHaveLength(10)
})

test('the file can be read while it is written: a request at once, its reply when it is over', () => {
  const path = newPath()
  const journal = new Journal()
  using _ = keepJournal(path, journal, start)
  using reader = openJournal(path)
  const recorder = begin(journal, { body: 'first' })
  expect([...reader.exchanges()]).toMatchObject([{ id: 'u1', request: { body: Buffer.from('first') } }])
  recorder.head(200, [])
  recorder.frame(Buffer.from('answer'))
  expect([...reader.exchanges()][0]?.reply).toBeUndefined()
  recorder.end('complete')
  expect([...reader.exchanges()]).toStrictEqual(journal.exchanges())
})

test('a file that exists is continued as a further run', () => {
  const path = newPath()
  for (const token of ['before', 'after']) {
    const journal = new Journal()
    using _ = keepJournal(path, journal, start)
    record(journal, { token })
  }
  using journal = openJournal(path)
  expect(journal.runs).toEqual([1, 2].map((run) => ({ run, startedAt: start.toISOString() })))
  expect([...journal.exchanges()]).toMatchObject([{ token: 'after' }])
  expect([...journal.exchanges(1)]).toMatchObject([{ token: 'before' }])
})

test('whatever was told of before the process was killed is in the file', async () => {
  const path = newPath()
  const recorder = startRecorder(path)
  const told = await recorder.lines(200)
  recorder.process.kill('SIGKILL')
  const [, signal] = await once(recorder.process, 'close')
  expect(signal).toBe('SIGKILL')
  const kept = stored(path)
  const over = kept.filter(({ reply }) => reply?.end === 'complete').map(({ id }) => id)
  expect(over).toEqual(
    expect.arrayContaining(told.filter((line) => line.startsWith('over ')).map((line) => line.slice(5))),
  )
  expect(kept.map(({ id }) => id)).toEqual(
    expect.arrayContaining(told.filter((line) => line.startsWith('opened ')).map((line) => line.slice(7))),
  )
  const bodies = kept.map(({ id, request }) => request.body.toString() === `body of ${id}`)
  expect(bodies).not.toContain(false)
})

test('a disk that is full is told, and ends in a fault', async () => {
  const recorder = startRecorder(newPath(), { fileBlocks: 400 })
  const [ended] = await once(recorder.process, 'close')
  expect(ended).toBe(2)
  expect(recorder.errors()).toContain('E_JOURNAL_DISK')
})

test('what could not be written is tried again, and nothing of it is missing then', async () => {
  const path = newPath()
  const journal = new Journal()
  const file = keepJournal(path, journal, start)
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')
  const late = begin(journal, { body: 'while it is locked' })
  expect(await file.failed).toMatchObject({ code: 'E_JOURNAL_LOCKED', kind: 'usage' })
  other.exec('ROLLBACK')
  other.close()
  late.fail('gone')
  file[Symbol.dispose]()
  expect(stored(path)).toStrictEqual(journal.exchanges())
})

test('a file that is locked when it is opened, or when it is closed with something unwritten, is a fault', () => {
  const path = newPath()
  const journal = new Journal()
  const file = keepJournal(path, journal, start)
  begin(journal)
  using other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')
  expect(() => file[Symbol.dispose]()).toThrow(expect.objectContaining({ code: 'E_JOURNAL_LOCKED' }))
  expect(() => keepJournal(path, journal, start)).toThrow(expect.objectContaining({ code: 'E_JOURNAL_LOCKED' }))
})

test.each([
  ['another program made', 'E_JOURNAL_FOREIGN', (path: string) => new DatabaseSync(path).exec('CREATE TABLE x (y)')],
  [
    'is no database',
    'E_JOURNAL_FOREIGN',
    (path: string) => writeFileSync(path, 'some text that is no database\n'.repeat(50)),
  ],
  [
    'another version of Watertight wrote',
    'E_JOURNAL_FOREIGN',
    (path: string) => {
      keepJournal(path, new Journal(), start)[Symbol.dispose]()
      new DatabaseSync(path).exec('PRAGMA user_version = 99')
    },
  ],
])('a file that %s is a fault, and is left as it was', (_, code, make) => {
  const path = newPath()
  make(path)
  expect(() => keepJournal(path, new Journal(), start)).toThrow(expect.objectContaining({ code, kind: 'usage' }))
  expect(() => openJournal(path)).toThrow(expect.objectContaining({ code }))
})

test('a path in a folder that does not exist is a fault, for writing and for reading', () => {
  const path = join(folder, 'missing', 'journal.sqlite')
  expect(() => keepJournal(path, new Journal(), start)).toThrow(
    expect.objectContaining({ code: 'E_JOURNAL_UNOPENABLE' }),
  )
  expect(() => openJournal(path)).toThrow(expect.objectContaining({ code: 'E_JOURNAL_UNOPENABLE' }))
})
