import { expect, test } from 'vitest'
import { requestJson } from '../../src/capture/body.ts'
import { defects } from '../../src/gateways/reference/defects/index.ts'
import type { JudgeAside } from '../../src/scenario/aside/judge-aside.ts'
import { driveSuite, trippedBy } from '../suite/drive.ts'

function frozen(value: unknown): void {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const member of Object.values(value)) frozen(member)
}

/** Judges nothing itself: it freezes what every check is going to share. */
const freezing: JudgeAside = {
  ready: Promise.resolve(true),
  begin: () => {},
  judge: async ({ exchanges }) => {
    for (const { request } of exchanges) frozen(requestJson(request))
    return undefined
  },
  [Symbol.asyncDispose]: async () => {},
}

test('a request is parsed once for all who look at it', () => {
  const request = { method: 'POST', target: '/', headers: [], body: Buffer.from('{"a":[1]}') }
  expect(requestJson(request)).toEqual({ a: [1] })
  expect(requestJson(request)).toBe(requestJson(request))
  expect(requestJson({ ...request })).not.toBe(requestJson(request))
})

const many = Object.keys(defects).filter((_, index) => index % 4 === 0)

test.each([
  { who: 'a gateway without defects', ids: [], atLeast: 0 },
  { who: `one with ${many.length} defects`, ids: many, atLeast: 20 },
])('no check writes into the body that it shares: $who', async ({ ids, atLeast }) => {
  const report = await driveSuite({ judgeAside: freezing, thin: true, defects: ids })
  expect(trippedBy(report).size).toBeGreaterThanOrEqual(atLeast)
})
