import { expect, test } from 'vitest'
import { Journal } from '../../src/capture/journal.ts'
import { begin, ids, record } from './exchanges.ts'

test('exchanges are found by case, hop, provider, verdict and what came before them', () => {
  const journal = new Journal()
  record(journal, { token: 'a' })
  record(journal, { token: 'b', provider: 'codex' })
  begin(journal, { token: 'a' }).verdict({ kind: 'refused', rule: 'r', status: 400, message: 'no' })
  record(journal)
  expect(ids(journal)).toEqual(['u1', 'u2', 'u3', 'u4'])
  expect(ids(journal, 'a')).toEqual(['u1', 'u3'])
  const found = (filter: Parameters<Journal['exchanges']>[0]) => journal.exchanges(filter).map(({ id }) => id)
  expect(found({ hop: 'client' })).toEqual([])
  expect(found({ provider: 'codex' })).toEqual(['u2'])
  expect(found({ verdict: 'refused' })).toEqual(['u3'])
  expect(found({ after: 'c2' })).toEqual(['u3', 'u4'])
  expect(found({ token: 'nobody' })).toEqual([])
})

test('finding the exchanges of a case touches no other case', () => {
  const journal = new Journal()
  for (let count = 0; count < 1000; count++) record(journal, { token: `t${count}` })
  let read = 0
  for (const { request } of journal.exchanges()) {
    Object.defineProperty(request, 'target', { get: () => (read += 1) })
  }
  expect(ids(journal, 't500')).toEqual(['u501'])
  expect(journal.exchanges({ token: 't500', hop: 'client' })).toEqual([])
  expect(read).toBe(0)
})

test('above the byte budget the oldest finished exchanges go, and are counted in all and for their case', () => {
  const journal = new Journal({ byteBudget: 10_000 })
  for (const token of ['a', 'b', 'a', 'c']) record(journal, { token, body: 'x'.repeat(1800) })
  expect(ids(journal)).toEqual(['u2', 'u3', 'u4'])
  expect(journal.size().exchanges).toBe(3)
  expect(journal.size().bytes).toBeLessThanOrEqual(10_000)
  const { bytes } = journal.dropped()
  expect(bytes).toBeGreaterThan(1800)
  expect(journal.dropped()).toEqual({ exchanges: 1, bytes })
  expect(journal.dropped('a')).toEqual({ exchanges: 1, bytes })
  expect(journal.dropped('b')).toEqual({ exchanges: 0, bytes: 0 })
})

test('bytes kept and bytes dropped together are the bytes that were recorded', () => {
  const free = new Journal()
  const bounded = new Journal({ byteBudget: 7000 })
  for (let length = 0; length < 200; length++) {
    for (const journal of [free, bounded]) record(journal, { token: `t${length % 3}`, body: 'x'.repeat(length * 17) })
  }
  expect(bounded.size().bytes).toBeLessThanOrEqual(7000)
  expect(bounded.size().bytes + bounded.dropped().bytes).toBe(free.size().bytes)
  expect(bounded.size().exchanges + bounded.dropped().exchanges).toBe(200)
  expect(['t0', 't1', 't2'].reduce((sum, token) => sum + bounded.dropped(token).bytes, 0)).toBe(bounded.dropped().bytes)
})

test('an exchange that is under way is never dropped, and counts with every frame', () => {
  const journal = new Journal({ byteBudget: 5000 })
  const long = begin(journal, { token: 'long' })
  long.head(200, [['x', 'y']])
  record(journal, { token: 'short' })
  long.frame(Buffer.alloc(6000))
  expect(ids(journal)).toEqual(['u1'])
  expect(journal.dropped('short').exchanges).toBe(1)
  expect(journal.size().bytes).toBeGreaterThan(6000)
  long.end('complete')
  expect(ids(journal)).toEqual([])
  expect(journal.size()).toEqual({ exchanges: 0, bytes: 0 })
})

test('who listens hears of an exchange before it can be dropped', () => {
  const journal = new Journal({ byteBudget: 0 })
  const opened: string[] = []
  const over: string[] = []
  journal.onOpened((current) => opened.push(current().id))
  const end = journal.onOver(({ id }) => over.push(id))
  record(journal)
  end()
  record(journal)
  expect(opened).toEqual(['u1', 'u2'])
  expect(over).toEqual(['u1'])
  expect(ids(journal)).toEqual([])
})

test('clearing takes out one case or all, and what is still under way does not come back', () => {
  const journal = new Journal()
  const late = begin(journal, { token: 'a' })
  record(journal, { token: 'a' })
  record(journal, { token: 'b' })
  expect(journal.clear('a')).toBe(2)
  late.head(200, [])
  late.frame(Buffer.from('late'))
  late.end('complete')
  expect(ids(journal, 'a')).toEqual([])
  expect(ids(journal)).toEqual(['u3'])
  expect(journal.clear()).toBe(1)
  expect(journal.size()).toEqual({ exchanges: 0, bytes: 0 })
  expect(record(journal)).toBe('u4')
})

test('clearing a case forgets what it lost', () => {
  const journal = new Journal({ byteBudget: 0 })
  record(journal, { token: 'a' })
  journal.clear('a')
  expect(journal.dropped('a').exchanges).toBe(0)
  expect(journal.dropped().exchanges).toBe(1)
})

test('waiting ends with the exchange that makes the number full, and counts finished ones of the case alone', async () => {
  const journal = new Journal()
  record(journal, { token: 'a' })
  const waiting = journal.waitFor({ token: 'a' }, 2, 60_000)
  record(journal, { token: 'b' })
  const second = begin(journal, { token: 'a' })
  second.fail('gone')
  expect((await waiting).map(({ id }) => id)).toEqual(['u1', 'u3'])
})

test('what is cleared while somebody waits does not count', async () => {
  const journal = new Journal()
  const waiting = journal.waitFor({}, 2, 60_000)
  record(journal)
  journal.clear()
  record(journal)
  record(journal)
  expect((await waiting).map(({ id }) => id)).toEqual(['u2', 'u3'])
})

test('waiting in vain ends in time with what there is, and at once when it is called off', async () => {
  const journal = new Journal()
  record(journal)
  expect(await journal.waitFor({}, 2, 1)).toHaveLength(1)
  const controller = new AbortController()
  const waiting = journal.waitFor({}, 2, 60_000, controller.signal)
  controller.abort()
  expect(await waiting).toHaveLength(1)
  expect(await journal.waitFor({}, 2, 60_000, controller.signal)).toHaveLength(1)
})

test('a case is settled when none of its exchanges is without an end', async () => {
  const journal = new Journal()
  begin(journal, { token: 'other' })
  const mine = begin(journal, { token: 'mine' })
  expect(await journal.settled({ token: 'mine' }, 1)).toBe(false)
  const settled = journal.settled({ token: 'mine' }, 60_000)
  mine.fail('gone')
  expect(await settled).toBe(true)
})
