import { expect, test } from 'vitest'
import { createScript } from '../../src/fake-kit/script.ts'

test('the nth request of a case is answered with its nth turn, then with the last again', () => {
  const script = createScript()
  script.set('t', 0, [{ text: 'one' }, { text: 'two' }])
  expect([1, 2, 3].map(() => script.next('t')?.text)).toEqual(['one', 'two', 'two'])
})

test('a new step begins with its own first turn', () => {
  const script = createScript()
  script.set('t', 0, [{ text: 'one' }, { text: 'two' }])
  script.next('t')
  script.set('t', 1, [{ text: 'three' }])
  expect(script.stepOf('t')).toBe(1)
  expect(script.next('t')?.text).toBe('three')
})

test('cases do not use up the turns of each other', () => {
  const script = createScript()
  script.set('a', 0, [{ text: 'a1' }, { text: 'a2' }])
  script.set('b', 0, [{ text: 'b1' }])
  expect([script.next('b'), script.next('a'), script.next('b')]).toEqual([
    { text: 'b1' },
    { text: 'a1' },
    { text: 'b1' },
  ])
})

test('a case that nobody scripted, and a request of no case, have no turn', () => {
  const script = createScript()
  script.set('t', 2, [])
  expect([script.next('t'), script.next('x'), script.next(undefined)]).toEqual([undefined, undefined, undefined])
  expect([script.stepOf('t'), script.stepOf('x'), script.stepOf(undefined)]).toEqual([2, 0, 0])
})
