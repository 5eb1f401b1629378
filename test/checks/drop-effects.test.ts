import { expect, test } from 'vitest'
import { credential, findingsOf, plainBody } from './facts.ts'

const tool = (name: string) => ({ type: 'function', function: { name, parameters: { type: 'object' } } })
const arrived = { ...plainBody, model: 'gpt-5.2' }
const passed = (body: unknown) => [{ body, headers: credential }]

test('where an element of a list is dropped, the later ones move up', () => {
  const tools = ['weather', 'clock', 'news'].map(tool)
  const client = { body: { ...plainBody, tools } }
  const control = passed({ ...arrived, tools })
  const drop = ['tools[0]']
  expect(findingsOf({ client, control, drop, upstream: passed({ ...arrived, tools: tools.slice(1) }) })).toEqual([])
  expect(findingsOf({ client, control, drop, upstream: passed({ ...arrived, tools: tools.slice(2) }) })).toContain(
    'account/drop-honoured: the drop list also changes /tools/1/type, /tools/1/function/name and /tools/1/function/parameters/type',
  )
})

test('a default of the route that is dropped may go, another has to stay', () => {
  const facts = { defaults: { temperature: 0.2, user: 'team' } }
  const control = passed({ ...arrived, temperature: 0.2, user: 'team' })
  const drop = ['temperature']
  expect(findingsOf({ facts, control, drop, upstream: passed({ ...arrived, user: 'team' }) })).toEqual([])
  expect(findingsOf({ facts, control, drop, upstream: passed(arrived) })).toEqual([
    'account/drop-honoured: the drop list also changes /user',
  ])
})
