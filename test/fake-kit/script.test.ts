import { expect, test } from 'vitest'
import { createScript } from '../../src/fake-kit/script.ts'

const any = Buffer.from('{}')

test('the nth request of a case is answered with its nth turn, then with the last again', () => {
  const script = createScript()
  script.set('t', 0, [{ text: 'one' }, { text: 'two' }])
  expect([1, 2, 3].map(() => script.next('t', any)?.text)).toEqual(['one', 'two', 'two'])
})

test('a new step begins with its own first turn', () => {
  const script = createScript()
  script.set('t', 0, [{ text: 'one' }, { text: 'two' }])
  script.next('t', any)
  script.set('t', 1, [{ text: 'three' }])
  expect(script.stepOf('t', any)).toBe(1)
  expect(script.next('t', any)?.text).toBe('three')
})

test('cases do not use up the turns of each other', () => {
  const script = createScript()
  script.set('a', 0, [{ text: 'a1' }, { text: 'a2' }])
  script.set('b', 0, [{ text: 'b1' }])
  expect([script.next('b', any), script.next('a', any), script.next('b', any)]).toEqual([
    { text: 'b1' },
    { text: 'a1' },
    { text: 'b1' },
  ])
})

test('a case that nobody scripted, and a request of no case, have no turn', () => {
  const script = createScript()
  script.set('t', 2, [])
  expect([script.next('t', any), script.next('x', any), script.next(undefined, any)]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  expect([script.stepOf('t', any), script.stepOf('x', any), script.stepOf(undefined, any)]).toEqual([2, 0, 0])
})

test('of steps that are under way at once each has its own turns, found by what stands in the request', () => {
  const script = createScript()
  script.set('t', 4, [{ text: 'four' }])
  script.set('t', 4, [{ text: 'four' }], 'alpha')
  script.set('t', 5, [{ text: 'five' }, { text: 'five again' }], 'omega')
  const [four, five] = ['say alpha', 'say omega'].map((text) => Buffer.from(text))
  expect(
    [five, four, five].map((body) => [script.stepOf('t', body ?? any), script.next('t', body ?? any)?.text]),
  ).toEqual([
    [5, 'five'],
    [4, 'four'],
    [5, 'five again'],
  ])
  expect(script.stepOf('t', any)).toBe(4)
  script.set('t', 6, [])
  expect(script.stepOf('t', Buffer.from('say alpha'))).toBe(6)
})
