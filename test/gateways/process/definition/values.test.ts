import { expect, test } from 'vitest'
import { routeValues, textMembers } from '../../../../src/gateways/process/definition/values.ts'
import { route } from '../../litellm/plan.ts'

test('attempts are one more than retries: some gateways count the first', () => {
  expect(routeValues(route({ retries: 2 }))).toMatchObject({ retries: 2, attempts: 3 })
})

test('a definition can choose by whether a route has fallbacks', () => {
  expect(routeValues(route())['targets']).toBe('one')
  expect(routeValues(route({ fallbacks: [route()] }))['targets']).toBe('several')
})

test('a header can hold JSON, in characters that a header may have', () => {
  const texts = textMembers({ 'x-plain': 'a', 'x-config': { json: { word: 'Grüße 🙂', list: [1] } } })
  expect(texts).toEqual({
    'x-plain': 'a',
    'x-config': String.raw`{"word":"Gr\u00fc\u00dfe \ud83d\ude42","list":[1]}`,
  })
  expect(JSON.parse(texts['x-config'] ?? '')).toEqual({ word: 'Grüße 🙂', list: [1] })
})
