import { expect, test } from 'vitest'
import { parseFieldPath } from '../../src/account/field-path.ts'

const document = {
  stop: ['a'],
  tools: [{ function: { strict: true } }, { function: {} }, { function: { strict: false } }],
}

test('a name is a member of the body', () => {
  const path = parseFieldPath('stop')
  expect(path.isName).toBe(true)
  expect(path.pointersIn(document)).toEqual(['/stop'])
})

test('a path goes through members, one element or every element', () => {
  expect(parseFieldPath('tools[*].function.strict').pointersIn(document)).toEqual([
    '/tools/0/function/strict',
    '/tools/2/function/strict',
  ])
  expect(parseFieldPath('tools[1].function').pointersIn(document)).toEqual(['/tools/1/function'])
  expect(parseFieldPath('tools[9].function').pointersIn(document)).toEqual([])
  expect(parseFieldPath('stop.function').pointersIn(document)).toEqual([])
})

test('a member that only the prototype has is not there', () => {
  expect(parseFieldPath('constructor').pointersIn(document)).toEqual([])
})

test.each([
  ['tools[x]', 6],
  ['a..b', 2],
  ['[', 1],
  ['tools[', 6],
  ['a b[', 4],
])('%s is refused with the place', (text, at) => {
  expect(() => parseFieldPath(text)).toThrow(new RegExp(`cannot read it from character ${at}$`))
})

test('an empty path is refused', () => {
  expect(() => parseFieldPath('')).toThrow('a field path is empty')
})
