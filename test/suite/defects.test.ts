import { beforeAll, expect, test } from 'vitest'
import { checks } from '../../src/checks/index.ts'
import { defects } from '../../src/gateways/reference/defects/index.ts'
import { driveSuite, trippedBy } from './drive.ts'

const observed = new Map<string, Set<string>>()

beforeAll(async () => {
  for (const id of Object.keys(defects)) observed.set(id, trippedBy(await driveSuite({ defects: [id], thin: true })))
}, 240_000)

test('the clean gateway passes every case of the suite', async () => {
  const report = await driveSuite({})
  expect(report.cases.filter(({ outcome }) => outcome !== 'passed').map(({ id }) => id)).toEqual([])
  expect(report.findings).toEqual([])
  expect(report.counts.passed).toBeGreaterThan(100)
}, 60_000)

test.each(Object.values(defects))('$id is caught by the checks that it names', ({ id, trips }) => {
  expect([...(observed.get(id) ?? [])]).toEqual(expect.arrayContaining([...trips]))
})

test('every check is tripped by a defect', () => {
  const tripped = new Set([...observed.values()].flatMap((ids) => [...ids]))
  expect(checks.map(({ id }) => id).filter((id) => !tripped.has(id))).toEqual([])
})

test('what a check is called and what it says are unique', () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length)
  expect(new Set(checks.map(({ title }) => title)).size).toBe(checks.length)
})
