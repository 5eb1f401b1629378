import { writeSync } from 'node:fs'
import { keepJournal } from '../../src/capture/journal/sqlite.ts'
import { Journal } from '../../src/capture/journal.ts'

/** Records as fast as it can and tells of each exchange when it is opened and when it is over, until it is killed or fails. */
const [, , path = ''] = process.argv
const journal = new Journal({ byteBudget: 100_000 })
const file = keepJournal(path, journal, new Date(0))
void file.failed.then(({ code }) => {
  writeSync(2, code)
  process.exit(2)
})
journal.onOpened((current) => writeSync(1, `opened ${current().id}\n`))
journal.onOver(({ id }) => writeSync(1, `over ${id}\n`))

function recordNext(number: number): void {
  const body = Buffer.from(`body of u${number}`)
  const request = { method: 'POST', target: '/', headers: [], body }
  const recorder = journal.open({ hop: 'upstream', token: 't', attribution: 'path', step: 0, request })
  recorder.head(200, [])
  recorder.frame(Buffer.alloc(1000))
  recorder.end('complete')
  setImmediate(recordNext, number + 1)
}

recordNext(1)
