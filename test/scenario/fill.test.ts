import { expect, test } from 'vitest'
import { fill } from '../../src/scenario/fill.ts'

const cell = {
  stream: { label: 'true', value: true },
  part: { label: 'part', value: { type: 'text' } },
  gone: { label: 'absent', value: 'absent' },
}

test('a placeholder becomes the value of its axis, of whatever type', () => {
  expect(fill({ a: '$stream', b: ['$part'] }, cell)).toEqual({ a: true, b: [{ type: 'text' }] })
})

test('absent takes the member or the element away', () => {
  expect(fill({ a: '$gone', b: ['$gone', 1] }, cell)).toEqual({ b: [1] })
})

test('two dollar signs are one, and a price is no placeholder', () => {
  expect(fill({ a: '$$stream', b: 'costs $5', c: '$ref/x' }, cell)).toEqual({
    a: '$stream',
    b: 'costs $5',
    c: '$ref/x',
  })
})

test('null stays null', () => {
  expect(fill({ a: null }, cell)).toEqual({ a: null })
})

test('members of an axis value are taken in, and own members win', () => {
  expect(fill({ type: 'own', '<<': '$part' }, cell)).toEqual({ type: 'own' })
  expect(fill({ a: 1, '<<': '$part' }, cell)).toEqual({ a: 1, type: 'text' })
  expect(fill({ a: 1, '<<': '$gone' }, cell)).toEqual({ a: 1 })
})
