import { expect, test } from 'vitest'
import { valueWords } from '../../src/contract/refusal/value-words.ts'
import { expectedWords, gotWords, listed, shortened } from '../../src/contract/schema/type-words.ts'
import { nearestNames } from '../../src/contract/suggest.ts'

test.each([
  [null, 'null'],
  [[], 'an array'],
  [{}, 'an object'],
  [1, 'an integer'],
  [1.5, 'a decimal number'],
  [true, 'a boolean'],
  ['', 'a string'],
])('%o is called %s', (value, words) => {
  expect(gotWords(value)).toBe(words)
})

test.each([
  [{ type: 'string' }, 'a string'],
  [{ type: ['integer', 'null'] }, 'an integer'],
  [{ type: 'number' }, 'a decimal'],
  [{ type: 'array', items: { $ref: '#/x' } }, 'an array of objects'],
  [{ type: 'array', items: { type: 'string' } }, 'an array of strings'],
  [{ type: 'array' }, 'an array'],
  [{ type: ['string', 'array', 'null'], items: { type: 'string' } }, 'one of a string or array of strings'],
  [{ type: ['string', 'null'], enum: ['a', 'b', 'c', null] }, "one of 'a', 'b', or 'c'"],
  [{ type: 'string', enum: ['a', 'b'] }, "one of 'a' or 'b'"],
  [{ const: 'a' }, "'a'"],
  [{ type: 'object', 'x-expected': 'a metadata object' }, 'a metadata object'],
  [{}, 'a value'],
])('%o is wanted as %s', (schema, words) => {
  expect(expectedWords(schema)).toBe(words)
})

test.each([
  [['a'], "'a'"],
  [['a', 'b'], "'a' and 'b'"],
  [['a', 'b', 'c'], "'a', 'b', and 'c'"],
])('%o is listed as %s', (names, words) => {
  expect(listed(names, 'and')).toBe(words)
})

test.each([
  ['x', "'x'"],
  [0.5, '0.5'],
  [null, 'None'],
  [true, 'True'],
  [{ k: 'v', n: [1, false] }, "{'k': 'v', 'n': [1, False]}"],
])('%o is shown as %s', (value, words) => {
  expect(valueWords(value)).toBe(words)
})

test('a long name keeps its first and last three characters', () => {
  expect(shortened('file_search_call.results')).toBe('fil...lts')
  expect(shortened('conversation')).toBe('conversation')
})

test('a name is suggested within two edits, nearest first, then by alphabet', () => {
  const known = ['stream', 'store', 'stop', 'temperature']
  expect(nearestNames('stor', known)).toEqual(['stop', 'store'])
  expect(nearestNames('strem', known)).toEqual(['stream', 'store'])
  expect(nearestNames('st', ['store', 'stream'])).toEqual([])
  expect(nearestNames('', known)).toEqual([])
})
