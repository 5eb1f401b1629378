import { expect, test } from 'vitest'
import { judgeCase } from '../../src/checks/judge.ts'
import { caseFacts, credential, findingsOf, plainBody, type Situation } from './facts.ts'

const arrived = { ...plainBody, model: 'gpt-5.2' }
const passedOn = (body: unknown): NonNullable<Situation['upstream']> => [{ body, headers: credential }]

test('an altered field is shown where it was sent and where it arrived, with both values', () => {
  const client = { body: { ...plainBody, temperature: 1 } }
  const facts = caseFacts({ client, upstream: passedOn({ ...arrived, temperature: 0.5 }) })
  const found = judgeCase(facts).findings.find(({ check }) => check === 'account/no-altered-value')
  expect(found?.message).toBe('arrives with another value: /temperature')
  expect(found?.evidence).toEqual([
    { exchange: 'c1', hop: 'client', part: 'request', at: { body: '/temperature' }, shown: '1' },
    { exchange: 'u0', hop: 'upstream', part: 'request', at: { body: '/temperature' }, shown: '0.5' },
  ])
})

test('what changed its place, its model or its value is told apart', () => {
  const messages = ['One.', 'Two.', 'Three.'].map((content) => ({ role: 'user', content }))
  const client = { body: { ...plainBody, messages, seed: 7 } }
  const [first, second, third] = messages
  const body = { model: 'gpt-4o', messages: [third, first, second], seed: 8 }
  expect(findingsOf({ client, upstream: passedOn(body) })).toEqual([
    'account/no-altered-value: arrives as another model than that of the route: /model',
    'account/no-altered-value: arrives in another place among the others: /messages/2/role and /messages/2/content',
    'account/no-altered-value: arrives with another value: /seed',
  ])
})

test('a default of the route fills a hole, and takes no place', () => {
  const facts = { defaults: { temperature: 0.5 } }
  const upstream = passedOn({ ...arrived, temperature: 0.5 })
  expect(findingsOf({ facts, upstream })).toEqual([])
  expect(findingsOf({ facts, upstream, client: { body: { ...plainBody, temperature: 1 } } })).toEqual([
    'account/no-altered-value: arrives replaced by the default of the route: /temperature',
  ])
  expect(findingsOf({ upstream })).toEqual([
    'account/no-unaccounted-field: arrives upstream, and nobody sent it: /temperature',
  ])
})
