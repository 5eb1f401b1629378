import { expect, test } from 'vitest'
import type { CaseReport } from '../../src/report/run-report.ts'
import type { CaseToJudge } from '../../src/scenario/aside/case-to-judge.ts'
import type { JudgeAside } from '../../src/scenario/aside/judge-aside.ts'
import { judgingOf } from '../../src/scenario/aside/judging.ts'

const ids = Array.from({ length: 10 }, (_, index) => `case/${index}`)

/** Of a case only its id is looked at here, and of a report too. */
function caseOf(id: string): CaseToJudge {
  return JSON.parse(JSON.stringify({ planned: { id }, driven: { elapsedMs: 1 }, exchanges: [] }))
}

function reportOf(id: string): CaseReport {
  return JSON.parse(JSON.stringify({ id }))
}

/** A thread whose judgements end when they are told to. */
function thread(ready: boolean | Promise<boolean>) {
  const asked: { readonly id: string; readonly answer: (report: CaseReport | undefined) => void }[] = []
  const aside: JudgeAside = {
    ready: Promise.resolve(ready),
    begin: () => {},
    judge: ({ planned }) => new Promise((answer) => asked.push({ id: planned.id, answer })),
    [Symbol.asyncDispose]: async () => {},
  }
  return { aside, asked }
}

function judging(aside: JudgeAside | undefined, fail?: string) {
  const [here, done]: [string[], string[]] = [[], []]
  const all = judgingOf({
    aside,
    here: ({ planned: { id } }) => {
      if (id === fail) throw new Error(`cannot judge ${id}`)
      here.push(id)
      return reportOf(id)
    },
    done: ({ id }) => done.push(id),
  })
  return { ...all, addAll: () => ids.map((id) => all.add(caseOf(id))), here, done }
}

test('without another thread a case is judged when it comes', async () => {
  const { addAll, finish, here, done } = judging(undefined)
  addAll()
  expect(here).toEqual(ids)
  expect(done).toEqual(ids)
  expect([...(await finish()).keys()]).toEqual(ids)
})

test('while cases come the other thread has all of them, four at a time; of what is left this one takes the last', async () => {
  const { aside, asked } = thread(true)
  const { addAll, finish, here, done } = judging(aside)
  await aside.ready
  addAll()
  expect(asked.map(({ id }) => id)).toEqual(ids.slice(0, 4))
  const end = finish()
  asked[0]?.answer(reportOf('case/0'))
  await expect.poll(() => here.length).toBe(5)
  expect(here).toEqual(['case/9', 'case/8', 'case/7', 'case/6', 'case/5'])
  expect(asked.map(({ id }) => id)).toEqual(ids.slice(0, 5))
  for (const { id, answer } of asked) answer(reportOf(id))
  expect([...(await end).keys()].sort()).toEqual(ids)
  expect(done.toSorted()).toEqual(ids)
})

test('what the other thread gives back is judged here', async () => {
  const { aside, asked } = thread(true)
  const { add, finish, here } = judging(aside)
  await aside.ready
  add(caseOf('case/0'))
  asked[0]?.answer(undefined)
  expect([...(await finish()).keys()]).toEqual(['case/0'])
  expect(here).toEqual(['case/0'])
})

test('so is what it cannot even be sent', async () => {
  const { aside } = thread(true)
  const { addAll, finish, here } = judging({ ...aside, judge: () => Promise.reject(new Error('cannot be cloned')) })
  await aside.ready
  addAll()
  expect((await finish()).size).toBe(ids.length)
  expect(here.toSorted()).toEqual(ids)
})

test('cases wait for a thread that is coming up, and not for one that does not', async () => {
  const late = Promise.withResolvers<boolean>()
  const { aside } = thread(late.promise)
  const { addAll, add, finish, here } = judging(aside)
  addAll()
  expect(here).toEqual([])
  late.resolve(false)
  await aside.ready
  add(caseOf('case/later'))
  expect(here).toEqual(['case/later'])
  expect((await finish()).size).toBe(ids.length + 1)
})

test('a judgement that throws ends the run, and does so once it is known', async () => {
  const { aside, asked } = thread(true)
  const { add, finish } = judging(aside, 'case/0')
  await aside.ready
  add(caseOf('case/0'))
  asked[0]?.answer(undefined)
  await expect(finish()).rejects.toThrow('cannot judge case/0')
  expect(() => add(caseOf('case/1'))).toThrow('cannot judge case/0')
  expect(() => judging(undefined, 'case/0').addAll()).toThrow('cannot judge case/0')
})
