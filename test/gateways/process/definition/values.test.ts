import { expect, test } from 'vitest'
import { routeValues } from '../../../../src/gateways/process/definition/values.ts'
import { route } from '../../litellm/plan.ts'

test('attempts are one more than retries: some gateways count the first', () => {
  expect(routeValues(route({ retries: 2 }))).toMatchObject({ retries: 2, attempts: 3 })
})

test('a definition can choose by whether a route has fallbacks', () => {
  expect(routeValues(route())['targets']).toBe('one')
  expect(routeValues(route({ fallbacks: [route()] }))['targets']).toBe('several')
})
