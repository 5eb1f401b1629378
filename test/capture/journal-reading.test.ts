import { expect, test } from 'vitest'
import { Journal } from '../../src/capture/journal.ts'
import { begin } from './exchanges.ts'

test('an exchange is the same object however often it is read, and another one after every step but a frame', () => {
  const journal = new Journal()
  const read = () => {
    const [exchange] = journal.exchanges()
    expect(journal.exchanges()[0]).toBe(exchange)
    return exchange
  }
  const recorder = begin(journal)
  const seen = [read()]
  recorder.verdict({ kind: 'accepted' })
  seen.push(read())
  recorder.head(200, [['x', 'y']])
  seen.push(read())
  recorder.frame(Buffer.from('late'))
  expect(read()).toBe(seen.at(-1))
  recorder.end('complete')
  seen.push(read())
  recorder.end('cut')
  recorder.fail('too late')
  expect(read()).toBe(seen.at(-1))
  expect(new Set(seen).size).toBe(4)
  expect(seen.map((exchange) => [exchange?.verdict?.kind, exchange?.reply?.end])).toEqual([
    [undefined, undefined],
    ['accepted', undefined],
    ['accepted', 'pending'],
    ['accepted', 'complete'],
  ])
})

test('a frame is seen by whoever has read the exchange before it came', () => {
  const journal = new Journal()
  const recorder = begin(journal)
  recorder.head(200, [])
  const [early] = journal.exchanges()
  recorder.frame(Buffer.from('one'))
  recorder.end('complete')
  recorder.frame(Buffer.from('two'))
  const [late] = journal.exchanges()
  for (const exchange of [early, late]) {
    expect(exchange?.reply?.frames.map(({ bytes }) => String(bytes))).toEqual(['one', 'two'])
  }
})

test('a failure is seen at once, by readers and by those who listen', () => {
  const journal = new Journal()
  const recorder = begin(journal)
  const [before] = journal.exchanges()
  const told: unknown[] = []
  journal.onOver((exchange) => told.push(exchange))
  recorder.fail('gone')
  const [after] = journal.exchanges()
  expect(before).not.toHaveProperty('failure')
  expect(after).toMatchObject({ failure: 'gone' })
  expect(told[0]).toBe(after)
  recorder.head(200, [])
  recorder.end('complete')
  expect(journal.exchanges()[0]).toMatchObject({ failure: 'gone', reply: { end: 'complete' } })
  expect(told).toHaveLength(1)
})
