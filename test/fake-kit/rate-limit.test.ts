import fc from 'fast-check'
import { expect, test } from 'vitest'
import { slidingWindow } from '../../src/fake-kit/rate-limit.ts'
import { createRateLimiter } from '../../src/fake-kit/rate-limiter.ts'

const minute = 60_000
const twoAMinute = { of: 'requests', limit: 2, windowMs: minute } as const

test('a window counts what was used within its length, and forgets it bit by bit', () => {
  const window = slidingWindow(twoAMinute)
  window.use(1, 0)
  window.use(1, 40_000)
  expect(window.standing(40_000)).toEqual({ ...twoAMinute, used: 2, resetMs: minute })
  expect(window.standing(minute)).toEqual({ ...twoAMinute, used: 1, resetMs: 40_000 })
  expect(window.standing(100_000)).toEqual({ ...twoAMinute, used: 0, resetMs: 0 })
})

test('what goes beyond is told with the time after which it would not', () => {
  const window = slidingWindow({ of: 'tokens', limit: 10, windowMs: minute })
  window.use(4, 0)
  window.use(5, 1000)
  expect(window.excess(1, 2000)).toBeUndefined()
  expect(window.excess(3, 2000)).toMatchObject({ standing: { used: 9 }, requested: 3, retryMs: 58_000 })
  expect(window.excess(8, 2000)?.retryMs).toBe(59_000)
  expect(window.excess(11, 2000)?.retryMs).toBeUndefined()
})

test('whoever waits as long as told is let through, and not a millisecond earlier', () => {
  const amounts = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 2000 })), {
    maxLength: 20,
  })
  fc.assert(
    fc.property(amounts, fc.integer({ min: 1, max: 10 }), (uses, requested) => {
      const window = slidingWindow({ of: 'tokens', limit: 10, windowMs: 1000 })
      let now = 0
      for (const [amount, gap] of uses) {
        now += gap
        if (window.excess(amount, now) === undefined) window.use(amount, now)
      }
      const retryMs = window.excess(requested, now)?.retryMs ?? 0
      if (retryMs > 0) expect(window.excess(requested, now + retryMs - 1)).toBeDefined()
      expect(window.excess(requested, now + retryMs)).toBeUndefined()
    }),
  )
})

test('a limiter without limits counts nothing', () => {
  const limiter = createRateLimiter()
  expect(limiter.ask({ token: undefined, model: 'm' }, { requests: 1, tokens: 9 }, 0)).toBeUndefined()
  expect(limiter.standings(0)).toEqual([])
})

test('a request that goes beyond one limit counts towards none', () => {
  const limiter = createRateLimiter([twoAMinute, { of: 'tokens', limit: 10, windowMs: minute }])
  const scope = { token: undefined, model: 'm' }
  const ask = (tokens: number) => limiter.ask(scope, { requests: 1, tokens }, 0)
  expect(ask(8)?.excess).toBeUndefined()
  expect(ask(8)?.excess).toMatchObject({ standing: { of: 'tokens', used: 8 }, requested: 8 })
  expect(ask(2)?.standings).toMatchObject([{ used: 2 }, { used: 10 }])
  expect(ask(0)?.excess).toMatchObject({ standing: { of: 'requests' } })
})

test('cases and models have windows of their own, and new limits begin with empty ones', () => {
  const limiter = createRateLimiter([twoAMinute])
  const cost = { requests: 2, tokens: 0 }
  for (const scope of [
    { token: 'a', model: 'm' },
    { token: 'b', model: 'm' },
    { token: 'a', model: 'n' },
  ]) {
    expect(limiter.ask(scope, cost, 0)?.excess).toBeUndefined()
  }
  expect(limiter.standings(0)).toHaveLength(3)
  limiter.set([twoAMinute])
  expect(limiter.standings(0)).toEqual([])
})
