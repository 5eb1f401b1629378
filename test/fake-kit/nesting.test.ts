import { expect, test } from 'vitest'
import { isNestedTooDeeply, maximumNesting } from '../../src/fake-kit/nesting.ts'

function nested(depth: number, inner = ''): Buffer {
  return Buffer.from(`${'['.repeat(depth)}${inner}${']'.repeat(depth)}`)
}

test('JSON is nested too deeply above the limit, not at it', () => {
  expect(isNestedTooDeeply(nested(maximumNesting))).toBe(false)
  expect(isNestedTooDeeply(nested(maximumNesting + 1))).toBe(true)
})

test('brackets side by side are no nesting', () => {
  expect(isNestedTooDeeply(Buffer.from(`[${'[],{},'.repeat(2000)}[]]`))).toBe(false)
})

test('brackets in texts are no nesting, whatever is escaped before the quote', () => {
  const brackets = '['.repeat(1000)
  for (const text of [brackets, `\\"${brackets}`, `${brackets}\\\\`, `\\\\\\"${brackets}`]) {
    expect(isNestedTooDeeply(Buffer.from(`{"a":"${text}"}`))).toBe(false)
  }
  expect(isNestedTooDeeply(nested(maximumNesting, '{"a\\\\":1}'))).toBe(true)
})

test('a text without an end is no nesting', () => {
  expect(isNestedTooDeeply(Buffer.from(`"${'['.repeat(1000)}`))).toBe(false)
})
