import { expect, test } from 'vitest'
import { findingsOf, plainBody } from './facts.ts'

const tool = (name: string) => ({ type: 'function', function: { name, parameters: { type: 'object' } } })
const [clock, weather, alarm] = [tool('clock'), tool('weather'), tool('alarm')]

/** What the check says of two requests for one of a client's. */
function saidOf(first: readonly object[], second: readonly object[]): readonly string[] {
  const passed = { ...plainBody, model: 'gpt-5.2' }
  const upstream = [first, second].map((tools) => ({ body: { ...passed, tools } }))
  const client = { body: { ...plainBody, tools: [clock, weather] } }
  return findingsOf({ client, upstream }).filter((text) => text.startsWith('call/stable-tools'))
}

test('tools may come in any order, as long as it is the same each time', () => {
  expect(saidOf([clock, weather], [clock, weather])).toEqual([])
  expect(saidOf([weather, clock], [weather, clock])).toEqual([])
  expect(saidOf([clock, weather], [weather, clock])).toEqual([
    'call/stable-tools: the same tools are sent in another order than before',
  ])
})

test('tools that are others are no matter of order, and of one there is none', () => {
  expect(saidOf([clock, weather], [clock, alarm])).toEqual([])
  expect(saidOf([clock], [weather])).toEqual([])
})
