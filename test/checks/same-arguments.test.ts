import { expect, test } from 'vitest'
import { sameArguments } from '../../src/checks/same-arguments.ts'

test.each([
  ['{"a":1}', '{ "a" : 1.0 }\n'],
  ['{"dash":"\\u2014"}', '{"dash":"—"}'],
  ['{"a":1,"b":2}', '{"b":2,"a":1}'],
  ['{"id":1234567890123456789}', '{ "id": 1234567890123456789 }'],
])('%s and %s say the same', (one, other) => {
  expect(sameArguments(one, other)).toBe(true)
})

test.each([
  ['{"id":1234567890123456789}', '{"id":1234567890123456800}'],
  ['{"price":0.12345678901234567}', '{"price":0.12345678901234568}'],
  ['{"a":"1"}', '{"a":1}'],
  ['{"a":', '{"a": '],
  ['', '{}'],
])('%s and %s do not', (one, other) => {
  expect(sameArguments(one, other)).toBe(false)
})
