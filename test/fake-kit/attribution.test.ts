import { expect, test } from 'vitest'
import { createCaseRegistry } from '../../src/fake-kit/attribution.ts'

test('the token segment of the path names the case, and is no part of the path', () => {
  const cases = createCaseRegistry('allowed')
  cases.expect('t1')
  expect(cases.attribute('openai', '/~t1/v1/models?limit=2', undefined)).toEqual({
    token: 't1',
    attribution: 'path',
    path: '/v1/models',
  })
})

test('without a token segment the key names the case', () => {
  const cases = createCaseRegistry('allowed')
  cases.allowKey('openai', 'sk-a', 't1')
  expect(cases.attribute('openai', '/v1/models', 'sk-a')).toEqual({
    token: 't1',
    attribution: 'key',
    path: '/v1/models',
  })
})

test('a token that nobody expects is no token, and the key decides', () => {
  const cases = createCaseRegistry('allowed')
  cases.allowKey('openai', 'sk-a', 't1')
  expect(cases.attribute('openai', '/~other/v1/models', 'sk-a').token).toBe('t1')
  expect(cases.attribute('openai', '/~other/v1/models', 'sk-b').attribution).toBe('none')
})

test('a key that several cases share names none of them', () => {
  const cases = createCaseRegistry('allowed')
  cases.allowKey('openai', 'sk-a', 't1')
  cases.allowKey('openai', 'sk-a', 't2')
  expect(cases.attribute('openai', '/v1/models', 'sk-a').attribution).toBe('none')
})

test('a key is accepted from its own cases alone', () => {
  const cases = createCaseRegistry('allowed')
  cases.allowKey('openai', 'sk-a', 't1')
  cases.allowKey('openai', 'sk-all')
  expect(cases.accepts('openai', 'sk-a', 't1')).toBe(true)
  expect(cases.accepts('openai', 'sk-a', 't2')).toBe(false)
  expect(cases.accepts('openai', 'sk-all', 't2')).toBe(true)
  expect(cases.accepts('openai', 'sk-unknown', 't1')).toBe(false)
})

test('a fake for arbitrary clients takes any key and any token', () => {
  const cases = createCaseRegistry('any')
  expect(cases.accepts('openai', 'sk-whatever', undefined)).toBe(true)
  expect(cases.accepts('openai', '', undefined)).toBe(false)
  expect(cases.attribute('openai', '/~mine/v1/models', undefined).token).toBe('mine')
})
