import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunningFakes } from '../../src/fake-kit/fakes.ts'
import { sayIt, startToy } from './toy-provider.ts'

let fakes: RunningFakes
beforeEach(async () => {
  fakes = await startToy()
})
afterEach(() => fakes[Symbol.asyncDispose]())

const misspelt = { texd: 1 }
const rule = 'toy/text-only'

async function statusOf(token?: string, body: object = misspelt): Promise<number> {
  const reply = await sayIt(fakes, body, token)
  await reply.arrayBuffer()
  return reply.status
}

test('the level of a case holds for it alone, from its next request on', async () => {
  expect(await statusOf('t1')).toBe(400)
  expect(fakes.setCaseLevel('t1', 'observe')).toMatchObject({ level: 'observe' })
  expect([await statusOf('t1'), await statusOf('t2'), await statusOf()]).toEqual([200, 400, 400])
  fakes.setCaseLevel('t1', 'real')
  expect(await statusOf('t1')).toBe(400)
})

test('the level of a case wins over that of its provider', async () => {
  fakes.setLevel('openai', 'observe')
  fakes.setCaseLevel('t1', 'real')
  expect([await statusOf('t1'), await statusOf('t2')]).toEqual([400, 200])
})

test('a rule that is relaxed for a case refuses in all others', async () => {
  fakes.relaxForCase('t1', rule, 'an old gateway')
  expect([await statusOf('t1'), await statusOf('t2')]).toEqual([200, 400])
  expect(fakes.providers()[0]?.relaxations).toEqual(new Map())
})

test('what is relaxed for all is relaxed for a case, too, until it is enforced again', async () => {
  fakes.relax(rule, 'for all')
  fakes.relaxForCase('t1', 'toy/no-key', 'anonymous')
  expect(await statusOf('t1')).toBe(200)
  fakes.enforce(rule)
  expect(await statusOf('t1')).toBe(400)
})

test('a request that is attributed by its key is as strict as its case', async () => {
  fakes.allowKey('openai', 'k', 't1')
  fakes.relaxForCase('t1', rule, 'an old gateway')
  expect(await statusOf()).toBe(200)
  expect(fakes.journal.exchanges()).toMatchObject([{ attribution: 'key', verdict: { kind: 'accepted' } }])
})

test('the journal says of each request what it was not held to and why, and nothing of a strict one', async () => {
  await statusOf('t1')
  fakes.relax(rule, 'for all')
  fakes.relaxForCase('t1', 'toy/no-key', 'anonymous')
  fakes.setCaseLevel('t1', 'observe')
  await statusOf('t1')
  await statusOf('t2')
  const [strict, ...lenient] = fakes.journal.exchanges()
  expect(strict).not.toHaveProperty('leniency')
  expect(lenient.map(({ leniency }) => leniency)).toEqual([
    {
      level: 'observe',
      relaxed: [
        { rule, reason: 'for all' },
        { rule: 'toy/no-key', reason: 'anonymous' },
      ],
    },
    { level: 'real', relaxed: [{ rule, reason: 'for all' }] },
  ])
})

test('a rule that no provider has cannot be relaxed, and opens no case', () => {
  const relax = () => fakes.relaxForCase('t9', 'toy/text-onyl', 'a typo')
  expect(relax).toThrow(expect.objectContaining({ code: 'E_RULE_UNKNOWN', hint: 'Did you mean "toy/text-only"?' }))
  expect(fakes.knowsCase('t9')).toBe(false)
})
