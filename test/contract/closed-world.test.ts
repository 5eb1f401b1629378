import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRecord, pointerOf, valueAt } from '../../src/contract/pointer.ts'
import { fullRequests } from './openai.ts'

test.each(fullRequests)('the full request of $operation.id is accepted', ({ operation, body }) => {
  expect(operation.violations(body)).toEqual([])
  expect(operation.judge(body)).toBeNull()
})

test.each(fullRequests)(
  'a canary in any object of a request of $operation.id is refused at its place',
  ({ operation, body, open }) => {
    const places = objectPointers(body).filter((pointer) => !open.includes(pointer))
    expect(places.length).toBeGreaterThan(10)
    const name = fc.string({ maxLength: 12, unit: 'binary' }).map((text) => `canary${text}`)
    fc.assert(
      fc.property(fc.constantFrom(...places), name, fc.jsonValue(), (place, key, value) => {
        const changed = structuredClone(body)
        Object.assign(recordAt(changed, place), { [key]: value })
        const pointer = `${place}${pointerOf([key])}`
        expect(operation.violations(changed).map((violation) => violation.pointer)).toEqual([pointer])
        expect(operation.judge(changed)).toMatchObject({ status: 400, pointer })
      }),
      { numRuns: 300 },
    )
  },
)

test.each(fullRequests)(
  'any JSON value is judged by $operation.id, and refused exactly when it departs from the contract',
  ({ operation }) => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const refusal = operation.judge(body, { level: 'schema' })
        expect(refusal === null).toBe(operation.violations(body).length === 0)
        operation.judge(body)
      }),
    )
  },
)

test.each(fullRequests)(
  'any value in any place of a request of $operation.id is judged, and refused when it departs',
  ({ operation, body }) => {
    const places = allPointers(body)
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        null,
        '',
        0,
        -1,
        1.5,
        1e21,
        [],
        {},
        [{}],
        [[]],
        true,
        'auto',
        { type: 'function' },
        { toString: null },
      ),
    )
    fc.assert(
      fc.property(fc.constantFrom(...places), odd, (place, value) => {
        const changed = withValue(body, place, value)
        const violations = operation.violations(changed)
        expect(operation.judge(changed, { level: 'schema' }) === null).toBe(violations.length === 0)
        if (violations.length > 0) expect(operation.judge(changed)).not.toBeNull()
      }),
      { numRuns: 400 },
    )
  },
)

function recordAt(body: unknown, pointer: string): Record<string, unknown> {
  const found = valueAt(body, pointer)
  if (!isRecord(found)) throw new Error(`no object at ${pointer}`)
  return found
}

function objectPointers(value: unknown): string[] {
  return allPointers(value).filter((pointer) => isRecord(valueAt(value, pointer)))
}

function allPointers(value: unknown, path: readonly string[] = []): string[] {
  if (value === null || typeof value !== 'object') return [pointerOf(path)]
  return [pointerOf(path), ...Object.entries(value).flatMap(([key, member]) => allPointers(member, [...path, key]))]
}

function withValue(body: unknown, pointer: string, value: unknown): unknown {
  if (pointer === '') return value
  const changed = structuredClone(body)
  const cut = pointer.lastIndexOf('/')
  const parent = valueAt(changed, pointer.slice(0, cut))
  if (parent !== null && typeof parent === 'object') Reflect.set(parent, pointer.slice(cut + 1), value)
  return changed
}
